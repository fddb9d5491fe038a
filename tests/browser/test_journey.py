"""The main job as people do it, in Chromium, on a desktop and on a phone, each at a server just started."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

TEXT = (
    "The gas comes from the core, not from the metal.\n\n"
    "## What we tried\n\n| Trial | Pour, °C | Failed |\n|---|---|---|\n"
    "| As before | 1,360 | 32 |\n| Vent | 1,385 | 17 |\n\n"
    "## How to do it\n\n1. Drill the core print 3 mm through.\n2. Dry the core at 180 °C.\n"
)
PASTE = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
    document.querySelector('.ProseMirror').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
PASSWORD = "volute impeller gasket stuffing"


def test_from_the_set_up_link_to_the_receipt(server, someone, tmp_path):
    ada = begin(server, someone)
    item = write(ada)
    lena = invite(server, someone, ada)
    agreement = agree(server, ada, lena)
    take_note(lena, agreement)
    share(ada, item)
    read_and_use(lena, server, item)
    close(server, ada, lena, agreement, item, tmp_path)


def begin(server, someone):
    ada = someone("ada")
    page = ada.page
    page.goto(server.setup)
    ada.look("set-up")
    page.get_by_label("Your organisation").fill("Tarnside Pumps")
    page.get_by_label("Your name").fill("Asha")
    page.get_by_label("Your mail address").fill("asha@tarnside.example")
    page.get_by_label("Password").fill("password1")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("This would be guessed soon").first).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Hello, Asha")).to_be_visible()
    ada.look("home-empty")
    page.goto(server.setup)
    expect(page.get_by_role("heading", name="Nothing here for you")).to_be_visible()
    ada.look("unseen")
    return ada


def write(ada):
    page = ada.page
    page.goto(page.url.split("/setup")[0] + "/knowledge/spaces/new")
    page.get_by_label("Name", exact=True).fill("Volute castings")
    ada.look("space-new")
    page.get_by_role("button", name="Open the space").click()
    expect(page.get_by_role("heading", name="Volute castings")).to_be_visible()
    ada.look("space-empty")
    page.get_by_role("link", name="Write the first page").click()
    page.get_by_label("Title").fill("Pour the volute at 1,385 °C and vent the core")
    page.get_by_label("How closely it is held").select_option("2")
    page.get_by_label("Kind").select_option("lesson")
    ada.look("item-new")
    page.get_by_role("button", name="Begin writing").click()
    expect(page.locator("[data-light]")).to_have_text("Saved")
    page.get_by_role("textbox", name="Text", exact=True).focus()
    page.evaluate(PASTE, TEXT)
    expect(page.get_by_role("cell", name="1,385")).to_be_visible()
    expect(page.locator("[data-light]")).to_have_text("Saved")
    ada.look("item-editor")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pour the volute")
    item = page.url
    page.get_by_label("File").set_input_files(
        files=[{"name": "jig.txt", "mimeType": "text/plain", "buffer": b"The jig, the right way up"}]
    )
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("link", name="jig.txt")).to_be_visible()
    page.get_by_role("button", name="It is right", exact=True).click()
    expect(page.get_by_text("Verified by Asha").first).to_be_visible()
    ada.look("item-ours")
    return item


def invite(server, someone, ada):
    page = ada.page
    page.goto(server.url + "/partnerships")
    ada.look("partnerships-empty")
    page.get_by_role("link", name="Invite a partner").first.click()
    page.get_by_label("The partner organisation").fill("Brightforge Castings")
    page.get_by_label("Whom you invite there").fill("Lena")
    page.get_by_label("Mail address").fill("lena@brightforge.example")
    page.get_by_label("What you do together").fill("Sound volute castings")
    page.get_by_label("What you hope to learn").fill("Where the pores come from")
    ada.look("partnership-new")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Invited, not yet here")).to_be_visible()
    lena = someone("lena")
    lena.page.goto(server.mail_link("lena@brightforge.example"))
    lena.look("invitation")
    lena.page.get_by_label("Password").fill("foundry ladle sprue riser")
    lena.page.get_by_role("button", name="Accept").click()
    expect(lena.page.get_by_role("heading", name="Tarnside Pumps", level=1)).to_be_visible()
    lena.look("partnership")
    return lena


def agree(server, ada, lena):
    page = ada.page
    page.goto(re.sub(r"(//[^/]+).*", r"\1/partnerships", page.url))
    page.locator("main").get_by_role("link", name=re.compile("Brightforge Castings")).click()
    page.get_by_role("link", name="Draft an agreement").click()
    ada.look("agreement-types")
    page.get_by_role("link", name="NDA, mutual").click()
    page.get_by_label("Title").fill("Mutual NDA 2026")
    page.get_by_label("What the knowledge may be used for").fill("Casting quality")
    page.get_by_label("Until, that day included").fill(str(date.today() + timedelta(days=400)))
    page.get_by_label("Copies are deleted").check()
    ada.look("agreement-new")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="Mutual NDA 2026", level=1)).to_be_visible()
    ada.look("agreement-draft")
    agreement = page.url
    negotiate(ada, lena, agreement)
    page.get_by_role("button", name="Send it out for signature").click()
    for who, name in ((ada, "Asha"), (lena, "Lena")):
        sign(server, who, name, agreement)
    lena.look("agreement-in-force")
    return agreement


def negotiate(ada, lena, agreement):
    ada.page.get_by_role("button", name="Lay the draft open").click()
    theirs = lena.page
    theirs.goto(agreement)
    clause = theirs.locator("#clause-time")
    clause.get_by_text("Speak about this clause").click()
    clause.get_by_label("What you want to say").fill("Thirty days are short for us.")
    lena.look("agreement-remark")
    clause.get_by_role("button", name="Say it").click()
    expect(clause.get_by_text("Thirty days are short for us.")).to_be_visible()
    theirs.get_by_role("link", name="Change the terms").click()
    theirs.get_by_label("Days of notice to end it early").fill("60")
    theirs.get_by_role("button", name="Save the draft").click()
    ada.page.goto(agreement)
    ada.page.get_by_role("link", name="What changed").click()
    expect(ada.page.locator("ins").first).to_have_text("60")
    ada.look("agreement-changes")
    ada.page.goto(agreement)
    ada.look("agreement-in-review")
    ada.page.locator("#clause-time").get_by_role("button", name="Settled").click()
    expect(ada.page.get_by_text("Settled by Asha")).to_be_visible()


def sign(server, who, name, agreement):
    page = who.page
    page.goto(agreement)
    page.get_by_role("button", name="Mail me a code to sign").click()
    who.look("agreement-to-sign")
    page.get_by_label("The code from your mailbox").fill(server.mail_code(f"{name.lower()}@"))
    page.get_by_label("Type your full name").fill(name)
    page.get_by_role("button", name="Sign for").click()
    expect(page.get_by_text("Signed").first).to_be_visible()


def take_note(lena, agreement):
    page = lena.page
    page.goto(re.sub(r"(//[^/]+).*", r"\1/", page.url))
    lena.look("home-duties")
    page.get_by_role("link", name="Read them").click()
    lena.look("agreement-duties")
    page.get_by_role("button", name="I know these duties and keep to them").click()
    expect(page.get_by_text("is open to you now")).to_be_visible()


def share(ada, item):
    page = ada.page
    page.goto(item)
    page.get_by_role("link", name="Share it", exact=True).click()
    ada.look("share")
    page.get_by_role("button", name="Share with Brightforge Castings").click()
    expect(page.get_by_text("Shared under").first).to_be_visible()
    ada.look("item-shared")
    page.get_by_role("button", name="2 people may see it").click()
    expect(page.get_by_text("1 at Brightforge Castings")).to_be_visible()
    ada.photograph("audience")


def read_and_use(lena, server, item):
    page = lena.page
    page.goto(server.url)
    lena.look("home")
    page.get_by_label("What do you need to know?").fill("core gas")
    page.get_by_role("button", name="Find").click()
    lena.look("search")
    page.locator("a.row", has_text="Pour the volute").click()
    expect(page).to_have_url(item)
    expect(page.get_by_text("Lent to us under").first).to_be_visible()
    lena.look("item-theirs")
    with page.expect_download() as download:
        page.get_by_role("link", name="jig.txt").click()
    assert download.value.path().read_bytes() == b"The jig, the right way up"
    page.get_by_label("It avoided a problem").check()
    page.get_by_label("In your words").fill("40 castings, one reject.")
    page.locator("#used").get_by_role("button", name="I used this").click()
    expect(page.get_by_text("40 castings, one reject.")).to_be_visible()


def take_home(server, page, folder):
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    download.value.save_as(folder / "signed.pdf")
    verified = server.kith("verify", str(folder / "signed.pdf"))
    assert verified.returncode == 0, verified.stdout
    assert "The text in it is the one that was signed" in verified.stdout


def close(server, ada, lena, agreement, item, tmp_path):
    page = ada.page
    page.goto(re.sub(r"(//[^/]+).*", r"\1/measure", page.url))
    expect(page.get_by_text("Not enough data")).to_be_visible()
    ada.look("measure")
    page.goto(agreement)
    ada.look("agreement")
    take_home(server, page, tmp_path)
    page.get_by_role("link", name="See what closes").click()
    expect(page.get_by_text("closes to 1 person")).to_be_visible()
    ada.look("stop")
    page.get_by_role("button", name="Stop sharing").click()
    expect(page.get_by_role("heading", name="Sharing stopped")).to_be_visible()
    expect(page.get_by_role("cell", name="Lena").first).to_be_visible()
    ada.look("receipt")
    lena.page.goto(item)
    expect(lena.page.get_by_role("heading", name="Nothing here for you")).to_be_visible()
    page.goto(f"{agreement}/end")
    ada.look("end")
    page.get_by_label("Both sides agreed to end it").check()
    page.get_by_label("Why, in your words").fill("The project is done.")
    page.get_by_label("Type the partner").fill("Brightforge Castings")
    page.get_by_role("button", name="Record the end").click()
    expect(page.get_by_text("Ended").first).to_be_visible()
    ada.look("agreement-ended")
    page.goto(re.sub(r"(//[^/]+).*", r"\1/people", page.url))
    ada.look("people")
    page.goto(re.sub(r"(//[^/]+).*", r"\1/account", page.url))
    ada.look("account")

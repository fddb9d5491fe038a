"""An agreement that ran out is seen to by both sides, and its certificate is verified without the server."""

import re
import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from tests import serving

TITLE = re.compile("^End of Trial NDA")


@pytest.fixture
def demo(tmp_path):
    """A demo of each test's own: an end is seen to once."""
    with serving.running(tmp_path, "--demo") as running:
        yield running


def at_the_end(person, demo):
    """Go where the end stands, from the page of protection."""
    person.page.goto(f"{demo.url}/protect")
    person.page.get_by_role("link", name="What agreements that end ask of both sides").click()
    person.page.get_by_role("link", name=re.compile("^Trial NDA")).click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return person.page


def test_both_sides_see_to_an_end_and_the_certificate_is_verified_without_the_server(demo, someone, tmp_path):
    ruth, callum = someone("exit-ruth"), someone("exit-callum")
    ruth.sign_in(demo, "ruth@tarnside.example", PASSWORD)
    callum.sign_in(demo, "callum@northmere.example", PASSWORD)
    the_owner_keeps_one_page_out(at_the_end(ruth, demo), ruth)
    the_holder_certifies(at_the_end(callum, demo), callum)
    both_look_back(ruth, callum, demo)
    certificates_hold_without_the_server(callum, demo, tmp_path)


def the_owner_keeps_one_page_out(page, ruth):
    """One page may be kept under a licence; the other one is deleted, as agreed."""
    ruth.look("exit")
    page.get_by_label("Core drying and storage").check()
    page.get_by_label("What becomes of those chosen").select_option("keep")
    page.get_by_role("button", name="Decide for those chosen").click()
    expect(page.locator("main")).to_contain_text("Say under which licence or until when, or why it is free.")
    page.get_by_label("Core drying and storage").check()
    page.get_by_label("Under which licence or until when, or why it is free").fill("For teaching, until 2030")
    page.get_by_role("button", name="Decide for those chosen").click()
    expect(page.locator("#listed")).to_contain_text("For teaching, until 2030")
    page.get_by_role("button", name="I have looked it through: so it shall be").click()
    expect(page.locator("#listed")).to_contain_text("Looked through and confirmed")


def the_holder_certifies(page, callum):
    """What is closed to him stands under its id; he says what he did, and certifies by his name."""
    page.get_by_role("button", name="I have looked it through: so it shall be").click()
    expect(page.locator("main")).not_to_contain_text("Casting specification")
    expect(page.locator("#certified")).to_contain_text("Callum")
    callum.look("exit-holder")
    page.get_by_label("Your name, to certify it").fill("Callum")
    page.get_by_role("button", name="Certify", exact=True).click()
    expect(page.locator("main")).to_contain_text("Some copies are to be returned or deleted first.")
    page.locator("#certified input[type=checkbox]").check()
    page.get_by_role("button", name="Done for those chosen").click()
    page.get_by_label("Your name, to certify it").fill("Callum")
    page.get_by_role("button", name="Certify", exact=True).click()
    expect(page.locator("#certified")).to_contain_text("Callum has certified it")
    page.get_by_role("link", name="The certificate").click()
    expect(page.get_by_role("heading", name="Certificate of University of Northmere")).to_be_visible()
    callum.look("certificate")


def both_look_back(ruth, callum, demo):
    """Each confirms whose the results are and looks back; then only secrecy goes on."""
    for person, name in ((ruth, "Ruth"), (callum, "")):
        page = at_the_end(person, demo)
        page.get_by_label("Whose they are").fill("Nothing came out of it.")
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(page.locator("#results")).to_contain_text("Nothing came out of it.")
        if name:
            page.get_by_label("Your name, to certify it").fill(name)
            page.get_by_role("button", name="Certify", exact=True).click()
            expect(page.locator("#certified")).to_contain_text("Ruth has certified it")
        page.get_by_label("What went well").fill("The rig is quick.")
        page.get_by_label("What you would do otherwise").fill("Agree on the gauges first.")
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator("#reviewed")).to_contain_text("Agree on the gauges first.")
    expect(callum.page.locator("header, main").first).to_be_visible()
    expect(callum.page.get_by_text("Secrecy goes on")).to_be_visible()


def certificates_hold_without_the_server(callum, demo, tmp_path):
    """What he took with him is verified by the command alone, in an empty place, with the server gone."""
    page = at_the_end(callum, demo)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take all of it with you").click()
    pack = taken.value.path().read_bytes()
    demo.kill()
    with ZipFile(BytesIO(pack)) as file:
        names = [name for name in file.namelist() if "-returned-" in name]
        assert len(names) == 2, "his own certificate, and the copy of theirs"
        for name in names:
            file.extract(name, tmp_path)
    for name in names:
        command = [sys.executable, "-m", "kith.cli.main", "verify", str(tmp_path / name)]
        environment = {"KITH_DATA": str(tmp_path / "nowhere"), "KITH_KEYS": str(tmp_path / "none"), "PATH": ""}
        said = subprocess.run(command, cwd=serving.ROOT, env=environment, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
        assert "Trial NDA" in said.stdout

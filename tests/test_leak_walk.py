"""The leak walk: every route, as everybody who may not, in every state in which she may not.

A secret is planted in a title, a text, a draft, a file's name, its text and a picture's metadata. Nobody outside may be
told any of it, and what is forbidden must be the same, byte for byte, as what does not exist. A new route without a
rule fails.
"""

import re
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any

import pytest
from django.db import transaction

from kith.access.actions import Subject
from kith.access.models import Grant
from kith.agreements.actions import ending, letting_in, sharing
from kith.agreements.actions.ending import End
from kith.agreements.actions.letting_in import Under
from kith.agreements.terms import catalogue
from kith.core import clock
from kith.core.actor import Role
from kith.identity.actions import joining, leaving
from kith.identity.models import Membership
from kith.knowledge import inputs
from kith.knowledge.actions import arranging, asking
from kith.knowledge.models import AccessRequest
from tests import walk
from tests.leak_rules import RULES
from tests.planting import Planted

WORDS = [
    "title",
    "body",
    "draft",
    "file",
    "inside",
    "exif",
    "space",
    "child",
    "note",
    "talk",
    "template",
    "option",
    "promise",
    "missed",
    "synonym",
    "agreement",
    "clause",
    "review",
    "remark",
    "wanted",
    "release",
    "told",
    "training",
    "asset",
    "invented",
    "request",
    "ruling",
    "committee",
    "meeting",
    "point",
    "ballot",
    "paper",
    "vote",
    "conflict",
    "minutes",
    "audit",
    "finding",
    "clause",
    "claim",
    "step",
    "cover",
    "adviser",
    "hook",
    "entry",
    "provider",
]
SECRETS = [f"zq{word}" for word in WORDS]
FAKE = "000000000000"

TELLS_THE_EDITOR = re.compile(r"^/search/suggestions|/attachments$|/draft/markdown$")  # as JSON, when asked so
IN_PARTS = re.compile(
    r"/threads$|^/threads/|^/comments/|/notes$|/below$|/place$|^/spaces/\w+$|^/arrangements/"
)  # as a part of a page, when a script asks so
LEAVE_ALONE = {"/sign-out", "/account/sessions"}  # posting there ends the walk
OF_EVERYBODY = {"kind", "protocol", "check", "map", "clause"}  # the same address for all, each with what is her own
OF_THE_PARTNERSHIP = {
    "partnership",
    "agreement",
    "exit",
}  # what the partner’s own people may know of


NUMBERED = {"number", "schedule", "step", "request", "release", "membership", "gap", "synonym"}  # addressed by a number


# What is done at addresses that name a deed.
DEEDS = {
    "committee_deed": ("change", "seat", "unseat", "chair", "close"),
    "meeting_deed": ("point", "move", "cancel", "up", "down", "remove", "approval"),
    "exit_deed": ("decide", "list", "done", "results", "certify", "backups", "review"),
    "ballot_deed": ("vote", "conflict", "meeting", "close"),
    "hook_deed": ("test", "pause", "resumption", "end"),
}

# What is asked of routes that name nothing in their address: the words, or the thing that is named.
ASKED = {
    "export_new": (("", "item", "item"), ("", "space", "space")),
    "import_new": (("", "under", "item"), ("", "space", "space")),
    "search": (("volute", "q", None), ("why do volute castings crack early", "q", None)),
    "knowers": (("", "items", "item"),),
    "suggestions": (("zqti", "q", None),),
    "api_search": (("volute", "q", None),),
    "commitments_report": (("pdf", "as", None),),
    "measure_report": (("pdf", "as", None),),
    "exposure_log": (("us", "side", None), ("pdf", "as", None), ("", "item", "item"), ("all", "channel", None)),
    "disclosure_new": (("", "item", "item"),),
    "request_new": (("", "item", "item"),),
    "register": (("1", "heeds", None), ("1", "given_up", None)),
    "register_report": (("pdf", "as", None),),
}


def addresses(planted):
    """Every address of every route, with its twin that names nothing, and the kind of thing it names first."""
    ids = planted.ids()
    for route in walk.routes():
        assert route.name in RULES, f"The route {route.pattern!r} has no rule in the leak walk."
        rule = RULES[route.name]
        if rule is None:
            yield route.address(), None, None
            for question, part, kind in ASKED.get(route.name, ()):
                named = {"item": planted.child.uid, "space": planted.space.uid}.get(kind)
                fake = f"{route.address()}?{part}={FAKE}" if named else None
                yield f"{route.address()}?{part}={question or named}", fake, kind
            continue
        fake = {part: _fake(kind, ids) for part, kind in rule.items()}
        first = next(iter(rule.values()))
        for uid in ids[first]:
            parts = {part: ids[kind][0] for part, kind in rule.items()} | {next(iter(rule)): uid}
            yield route.address(**parts), route.address(**fake), first
            for deed in DEEDS.get(route.name, ()):
                yield route.address(**parts | {"deed": deed}), route.address(**fake | {"deed": deed}), first


def _fake(kind, ids):
    """What names nothing of this kind; what is called the same for everybody stays."""
    if kind in OF_EVERYBODY:
        return ids[kind][0]
    return 999_999 if kind in NUMBERED else FAKE


def holds(planted, client, knows=frozenset()):
    """Walk everything as one person: no secret is said, and forbidden is the same as nonexistent."""
    nowhere = {}  # what is answered where there is nothing: asked once for each address and way
    for address, twin, kind in addresses(planted):
        for way, method in enumerate(methods(client, address)):
            answer = walk.said(method(address))
            for secret in SECRETS:
                assert secret not in answer, f"{method.__name__} {address} says {secret}"
            if twin and kind not in {*knows, *OF_EVERYBODY}:
                if (way, twin) not in nowhere:
                    nowhere[way, twin] = nameless(walk.said(method(twin)), twin)
                assert nameless(answer, address) == nowhere[way, twin], f"{method.__name__} {address}"


def methods(client, address):
    """What is tried at an address: looking and sending; in the API putting too."""
    if address in LEAVE_ALONE or address.endswith("/duties"):  # taking note of them would open what they stand before
        return (client.get,)
    if TELLS_THE_EDITOR.search(address):
        return (client.get, client.post, in_json(client.get), in_json(client.post))
    if IN_PARTS.search(address):
        return (client.get, client.post, in_part(client.get), in_part(client.post))
    return (client.get, client.post, client.put) if address.startswith("/api/") else (client.get, client.post)


def in_json(method):
    """The same, by a script that wants JSON."""

    @wraps(method)
    def asked(address):
        return method(address, headers={"Accept": "application/json"})

    return asked


def in_part(method):
    """The same, by a script that puts a part of a page in its place."""

    @wraps(method)
    def asked(address):
        return method(address, headers={"HX-Request": "true"})

    return asked


def nameless(answer, address):
    """An answer without the ids that were asked for: whoever asked knows them already."""
    for part in re.split(r"[/.?&=]", address):
        if len(part) == len(FAKE):
            answer = answer.replace(part, "ID")
        elif part.isdigit():
            answer = re.sub(rf"/{part}(?![0-9A-Za-z])", "/ID", answer)
    return answer


def test_the_walk_reads_workbooks_and_pdfs(world, planted):
    ada = walk.browser(world, "ada")
    for address in ("/commitments/report", "/commitments/report?as=pdf"):
        assert "zqpromise" in walk.said(ada.get(address))
    uid = planted.meeting.uid
    for address, words in ((f"{uid}/agenda/file", "zqpaper"), (f"{uid}/minutes/file?as=pdf", "zqconflict")):
        assert words in walk.said(ada.get(f"/meetings/{address}"))


def test_the_walk_finds_webhooks_where_they_may_be_seen(world, planted):
    ada, uid = walk.browser(world, "ada"), planted.hook.uid
    for path in (
        "people/organisation/webhooks",
        f"webhooks/{uid}",
        f"webhooks/{uid}/deliveries/{planted.delivery.uid}",
    ):
        assert "zqhook" in walk.said(ada.get(f"/{path}"))


def test_the_walk_finds_what_a_committee_does_where_it_may_be_seen(world, planted):
    heard = heard_by(world, planted, "ben")
    for secret in ("committee", "meeting", "point", "ballot", "paper", "vote", "conflict", "minutes"):
        assert f"zq{secret}" in heard


@contextmanager
def moment(days):
    with clock.at(clock.now() + timedelta(days=days)):
        yield


@pytest.fixture
def planted(world):
    return Planted(world)


@pytest.mark.parametrize("name", [None, "dan", "una"])
def test_anonymous_the_outsider_and_the_third_partner_learn_nothing(world, planted, name):
    world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    knows = {"partnership"} if name == "una" else set()
    holds(planted, walk.browser(world, name), knows)


@pytest.mark.parametrize("way", [walk.browser, walk.program])
def test_what_is_bound_to_one_partner_stays_closed_to_another_with_whom_it_is_shared(world, planted, way):
    world.agree("university", "una")
    world.share(planted.top, "university", whole=True)
    for item in (planted.top, planted.child):
        item.contributors.add(world.firms["foundry"])
        with transaction.atomic():
            inputs.rebind(item.pk, by=world.actor("ada"))
    holds(planted, way(world, "una"), {"partnership", "agreement"})


@pytest.mark.parametrize("name", ["dan", "una"])
def test_programs_of_the_outsider_and_the_third_partner_learn_nothing(world, planted, name):
    world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    holds(planted, walk.program(world, name), {"partnership"} if name == "una" else set())


def test_a_token_issued_before_the_end_opens_nothing_after_it(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    program = walk.program(world, "tom")
    for address in (f"/api/v1/items/{planted.top.uid}", "/api/v1/items", "/api/v1/search?q=volute"):
        assert "zqtitle" in walk.said(program.get(address))
    etag = program.get(f"/api/v1/items/{planted.top.uid}")["ETag"]
    assert program.get(f"/api/v1/items/{planted.top.uid}", headers={"If-None-Match": etag}).status_code == 304
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert program.get(f"/api/v1/items/{planted.top.uid}", headers={"If-None-Match": etag}).status_code == 404
    holds(planted, program, OF_THE_PARTNERSHIP)


def test_the_walk_itself_finds_the_secrets_where_they_may_be_seen(world, planted):
    """A walk that cannot fail proves nothing: Tom, to whom it is shared, is told each of them."""
    world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    tom = walk.browser(world, "tom")
    heard = "".join(walk.said(tom.get(address)) for address, _twin, _kind in addresses(planted))
    for secret in ("zqtitle", "zqbody", "zqfile", "zqinside", "zqspace", "zqchild"):
        assert secret in heard
    assert tom.get("/search/suggestions?q=zqti", headers={"Accept": "application/json"}).json()["items"]
    for secret in ("zqdraft", "zqexif", "zqnote", "zqtalk", "zqtemplate"):
        assert secret not in heard


STATES: dict[str, Any] = {}


def state(deed):
    STATES[deed.__name__] = deed
    return deed


@state
def before_any_signature(world, planted):
    world.agree("foundry", "cleo", sign=False)


@state
def signed_and_not_yet_in_force(world, planted):
    later = clock.now().date() + timedelta(days=5)
    agreement = world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    agreement.basis.starts_at = clock.start_of(later, "Europe/London")
    agreement.basis.save()


@state
def shared_but_stopped(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    world.share(planted.space, "foundry")
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))


@state
def ended_by_the_other_side(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))


@state
def classified_above_the_ceiling(world, planted):
    world.agree("foundry", "cleo", ceiling=2)
    world.share(planted.top, "foundry", whole=True)
    for item in (planted.top, planted.child):
        arranging.classify(item.uid, 3, by=world.actor("ada"))


@state
def a_trade_secret_in_a_shared_tree(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    for item in (planted.top, planted.child):
        arranging.classify(item.uid, 4, by=world.actor("ada"))


@state
def moved_out_of_the_shared_tree(world, planted):
    world.agree("foundry", "cleo")
    open_page = world.item(planted.space, "Open page")
    world.share(open_page, "foundry", whole=True)
    arranging.move(planted.top.uid, by=world.actor("ada"), space_uid=planted.space.uid, parent_uid=open_page.uid)
    arranging.move(planted.top.uid, by=world.actor("ada"), space_uid=planted.space.uid)


@state
def in_the_bin(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    arranging.bin_item(planted.top.uid, by=world.actor("ada"))


@state
def shared_with_cleo_by_name_only(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True, person="cleo")


@state
def the_agreement_names_cleo_only(world, planted):
    cleo = Subject(world.firms["foundry"].pk, person_id=world.people["cleo"].pk)
    agreement = world.agree("foundry", "cleo", recipients=(cleo,))
    sharing.share(
        agreement.uid,
        sharing.Target("space", planted.space.uid),
        Subject(world.firms["foundry"].pk),
        agreement.basis.purposes.get().uid,
        by=world.actor("ada"),
    )


@state
def shared_before_she_took_note_of_her_duties(world, planted):
    world.agree("foundry", "cleo", further=catalogue.start("nda_mutual") | {"duties_first": True})
    world.share(planted.top, "foundry", whole=True)
    world.share(planted.space, "foundry")


@state
def let_in_until_a_day_that_has_passed(world, planted):
    agreement = world.agree("foundry", "cleo")
    asking.ask(f"/items/{planted.top.uid}", "zqwanted", by=world.actor("tom"))
    row = AccessRequest.objects.get(person=world.people["tom"])
    under = Under(agreement.uid, agreement.basis.purposes.get().uid)
    with clock.at(clock.now() - timedelta(hours=20)):
        today = clock.now().date()
        grant = letting_in.let_in(row.pk, by=world.actor("ada"), last_day=today, zone="UTC", under=under)
    Grant.objects.filter(pk=grant.pk).update(until=clock.now() - timedelta(minutes=1))


@state
def amended_to_name_cleo_only(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    world.share(planted.top, "foundry", whole=True, person="tom")
    cleo = Subject(world.firms["foundry"].pk, person_id=world.people["cleo"].pk)
    world.amend("foundry", "cleo", agreement, recipients=(cleo,))


@state
def amended_to_a_lower_ceiling(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.top, "foundry", whole=True)
    world.amend("foundry", "cleo", agreement, ceiling=1)


@state
def amended_to_another_purpose(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    world.amend("foundry", "cleo", agreement, purposes=("Delivery times",))


@state
def amended_and_not_signed_by_all(world, planted):
    agreement = world.agree("foundry", "cleo", ceiling=1)
    open_page = world.item(planted.space, "Open page", classification=1)
    world.share(open_page, "foundry", whole=True)
    arranging.move(planted.top.uid, by=world.actor("ada"), space_uid=planted.space.uid, parent_uid=open_page.uid)
    world.amend("foundry", "cleo", agreement, sign=False, ceiling=3)
    world.sign(world.agreements["foundry"], "cleo")


@state
def joint_and_ended_with_copies_to_be_deleted(world, planted):
    agreement = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry", joint=True)
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))


@state
def joint_and_frozen_and_then_stopped(world, planted):
    agreement = world.agree("foundry", "cleo", end_rule="keep")
    world.share(planted.space, "foundry", joint=True)
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))


@state
def joint_with_cleo_by_name_only(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.space, "foundry", person="cleo", joint=True)


@pytest.mark.parametrize("name", sorted(STATES))
def test_the_partners_person_learns_nothing_when(world, planted, name):
    STATES[name](world, planted)
    holds(planted, walk.browser(world, "tom"), OF_THE_PARTNERSHIP)


def test_expiry_closes_everything_by_the_clock_alone(world, planted):
    world.agree("foundry", "cleo", ends_on=clock.now().date() + timedelta(days=3))
    world.share(planted.space, "foundry")
    tom = walk.browser(world, "tom")
    assert "zqtitle" in walk.said(tom.get(f"/items/{planted.top.uid}"))
    with moment(5):
        holds(planted, walk.browser(world, "tom"), OF_THE_PARTNERSHIP)


def test_of_two_agreements_one_ended_the_other_keeps_it_open(world, planted):
    first = world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    world.agree("foundry", "cleo", title="Service agreement")
    world.share(planted.space, "foundry")
    ending.record_end(first.uid, End("mutual", "Done", clock.now(), "Brightforge Castings"), by=world.actor("ada"))
    page = walk.said(walk.browser(world, "tom").get(f"/items/{planted.top.uid}"))
    assert "zqtitle" in page
    assert "Service agreement" in page
    assert "Mutual NDA" not in page


def test_a_person_of_two_organisations_sees_only_for_the_one_she_acts_for(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    membership = Membership.objects.get(person=world.people["tom"])
    joining.join(world.people["tom"], world.firms["outside"], Role.MEMBER, by=world.actor("dan"))
    holds(planted, walk.browser(world, "tom", "outside"))
    assert "zqtitle" in walk.said(walk.browser(world, "tom", "foundry").get(f"/items/{planted.top.uid}"))
    assert membership.ended_at is None


def test_a_member_without_a_grant_learns_nothing_of_a_quiet_space(world, planted):
    quiet = world.item(planted.quiet, "zqhush", "zqbody")
    ben = walk.browser(world, "ben")
    for address in (f"/items/{quiet.uid}", f"/spaces/{planted.quiet.uid}", f"/items/{quiet.uid}/draft"):
        assert ben.get(address).status_code == 404
    listed = walk.said(ben.get("/knowledge")) + walk.said(ben.get("/")) + walk.said(ben.get("/items/new"))
    assert "zqhush" not in listed
    assert "zqnote" not in listed


def test_a_deactivated_person_is_nobody_at_once(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    tom = walk.browser(world, "tom")
    tom.get("/")
    leaving.deactivate(Membership.objects.get(person=world.people["tom"]).pk, by=world.actor("cleo"))
    holds(planted, tom)


def heard_by(world, planted, name):
    """Everything that somebody is told on a walk."""
    browser = walk.browser(world, name)
    return "".join(walk.said(browser.get(address)) for address, _twin, _kind in addresses(planted))


def test_who_writes_in_a_joint_space_hears_its_drafts_but_nothing_said_among_us(world, planted):
    world.agree("foundry", "cleo", end_rule="keep")
    binned = world.item(planted.space, "zqinbin", "zqinbin")
    arranging.bin_item(binned.uid, by=world.actor("ada"))
    world.share(planted.space, "foundry", joint=True)
    heard = heard_by(world, planted, "tom")
    assert "zqdraft" in heard
    for secret in ("zqexif", "zqnote", "zqtalk", "zqtemplate", "zqinbin"):
        assert secret not in heard
    holds(planted, walk.browser(world, "una"), {"partnership"})


def test_what_is_frozen_is_heard_as_it_was_published_and_its_drafts_are_not(world, planted):
    agreement = world.agree("foundry", "cleo", end_rule="keep")
    world.share(planted.space, "foundry", joint=True)
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))
    heard = heard_by(world, planted, "tom")
    for secret in ("zqtitle", "zqbody", "zqchild", "zqspace"):
        assert secret in heard
    for secret in ("zqdraft", "zqexif", "zqnote", "zqtalk", "zqtemplate"):
        assert secret not in heard
    holds(planted, walk.browser(world, "una"), {"partnership"})

"""An agreement of more than two: each party signs, shares with those it chooses, and learns of the others by it."""

import pytest

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements import codes
from kith.agreements.actions import drafting, ending, negotiating, sharing
from kith.agreements.actions.drafting import Signatory
from kith.agreements.actions.ending import End
from kith.agreements.models import Agreement, Receipt, Status
from kith.agreements.queries import agreements, partnership
from kith.agreements.queries.shares import of_item
from kith.core import clock
from kith.core.errors import Refused
from kith.knowledge import policy
from kith.partnerships import actions as partnerships
from kith.partnerships.models import Partnership
from tests import walk


def terms_of_three(world, **changes):
    """Pump maker, foundry and university."""
    foundry, university = world.firms["foundry"], world.firms["university"]
    values = {
        "title": "Three together",
        "recipients": (Subject(world.pumps.pk), Subject(foundry.pk), Subject(university.pk)),
        "signatories": (
            Signatory(world.pumps.pk, world.ada.pk, "Owner"),
            Signatory(foundry.pk, world.people["cleo"].pk, "Director"),
            Signatory(university.pk, world.people["una"].pk, "Dean"),
        ),
    }
    return world.terms("foundry", "cleo", **(values | changes))


@pytest.fixture
def draft(world):
    return drafting.draft(world.partnerships["foundry"].uid, terms_of_three(world), by=world.actor("ada"))


@pytest.fixture
def three(world, draft):
    drafting.send_out(draft.uid, by=world.actor("ada"))
    for name in ("ada", "cleo", "una"):
        world.sign(draft, name)
    return Agreement.objects.get(pk=draft.pk)


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def test_it_is_in_force_when_the_last_of_three_has_signed(world, draft):
    drafting.send_out(draft.uid, by=world.actor("ada"))
    assert "Any party may end it earlier, for all of them" in Agreement.objects.get(pk=draft.pk).text
    for name in ("una", "ada"):
        world.sign(draft, name)
    assert Agreement.objects.get(pk=draft.pk).status() == Status.OUT
    assert not Partnership.objects.filter(first__in=_two(world), second__in=_two(world)).exists()
    world.sign(draft, "cleo")
    assert Agreement.objects.get(pk=draft.pk).status() == Status.IN_FORCE


def _two(world):
    return [world.firms["foundry"].pk, world.firms["university"].pk]


def test_who_agreed_with_each_other_are_partners_from_then_on(world, three):
    between = Partnership.objects.get(first__in=_two(world), second__in=_two(world))
    page = partnership.page(between.uid, world.actor("una"))
    assert [row.agreement for row in page.agreements] == [three]
    assert page.page.theirs.organisation == world.firms["foundry"]


def test_each_shares_with_whom_it_chooses_and_the_third_sees_nothing(world, three):
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry", agreement=three)
    assert sees(world, "tom", item)
    assert not sees(world, "una", item)
    theirs = world.item(world.space("Rig", by="una"), "Cavitation", by="una", classification=2)
    choice = next(
        choice
        for choice, name in of_item(theirs.uid, world.actor("una")).subjects
        if name == "Everyone there whom the agreement names, Brightforge Castings"
    )
    sharing.share(
        three.uid,
        sharing.Target(ContainerKind.ITEM, theirs.uid),
        of_item(theirs.uid, world.actor("una")).subject(choice),
        three.basis.purposes.get().uid,
        by=world.actor("una"),
    )
    assert sees(world, "cleo", theirs)
    assert not sees(world, "ada", theirs)


def test_its_end_closes_for_all_and_each_gets_a_receipt_of_its_own(world, three):
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry", agreement=three)
    with pytest.raises(Refused, match="Type the partner"):
        ending.record_end(three.uid, End("mutual", "Done", clock.now(), "Somebody"), by=world.actor("una"))
    ending.record_end(three.uid, End("mutual", "Done", clock.now(), "tarnside  PUMPS"), by=world.actor("una"))
    assert not sees(world, "tom", item)
    receipts = Receipt.objects.filter(agreement=three)
    assert {row.organisation.name for row in receipts} == {
        "Tarnside Pumps",
        "Brightforge Castings",
        "University of Northmere",
    }
    assert all("Vent the core" not in row.body for row in receipts.exclude(organisation=world.pumps))


def test_a_further_party_must_be_a_partner_of_who_drafts_it(world):
    stranger = world.people["dan"]
    firm = stranger.memberships.get().organisation
    terms = terms_of_three(world)
    signatories = (*terms.signatories[:2], Signatory(firm.pk, stranger.pk))
    with pytest.raises(Refused, match="must be partners"):
        drafting.draft(
            world.partnerships["foundry"].uid,
            terms_of_three(world, signatories=signatories, recipients=terms.recipients[:2]),
            by=world.actor("ada"),
        )


def test_nobody_signs_twice_for_one_party(world):
    terms = terms_of_three(world)
    twice = (*terms.signatories, Signatory(world.pumps.pk, world.ada.pk))
    with pytest.raises(Refused, match="name one person on each side"):
        drafting.draft(
            world.partnerships["foundry"].uid, terms_of_three(world, signatories=twice), by=world.actor("ada")
        )


def test_that_two_of_three_compete_is_heeded(world, three):
    between = Partnership.objects.get(first__in=_two(world), second__in=_two(world))
    partnerships.say_competition(between.uid, compete=True, by=world.actor("una"))
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    with pytest.raises(Refused, match="clean team"):
        world.share(item, "foundry", agreement=three)


def test_while_it_is_negotiated_a_party_learns_no_names_of_one_it_does_not_know(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    form = walk.browser(world, "una").get(f"/agreements/{draft.uid}/terms")
    page = walk.said(form)
    assert ">Cleo</" in page  # the signatory, who stands in the text
    assert ">Tom</" not in page  # a colleague of hers, who does not
    assert ">Ben</" in page  # of a partner one may know


def test_the_pages_of_an_agreement_of_three(world, work):
    ada = walk.browser(world, "ada")
    home = world.partnerships["foundry"].uid
    university = world.firms["university"]
    types = walk.said(ada.get(f"/partnerships/{home}/agreements/new"))
    assert "Is anybody else a party?" in types
    address = f"/partnerships/{home}/agreements/new?kind=nda_mutual&with={university.uid}"
    form = ada.get(address).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, "")}
    given |= {"purposes": "Trials", "end_rule": "destroy", "ceiling": 2}
    given |= {f"signatory_{world.firms['foundry'].pk}": world.people["cleo"].pk}
    given |= {f"signatory_{university.pk}": world.people["una"].pk, "survival_months": 60, "notice_days": 30}
    saved = ada.post(address, given)
    assert saved.status_code == 302, saved.context["form"].errors
    agreement = Agreement.objects.get()
    assert agreement.parties.count() == 3
    again = ada.get(f"{saved['Location']}/terms").context["form"]
    assert len(again.sides) == 3
    drafting.send_out(agreement.uid, by=world.actor("ada"))
    una = walk.browser(world, "una")
    page = walk.said(una.get(saved["Location"]))
    assert "Brightforge Castings and Tarnside Pumps" in page
    assert "University of Northmere" in page
    for name in ("ada", "cleo", "una"):
        world.sign(agreement, name)
    work()
    assert una.get(f"{saved['Location']}/signed.pdf").status_code == 200
    assert agreements.of(world.actor("una"))[0].partner.several
    assert codes.waiting(agreement, world.ada.pk) is None


def test_a_further_party_is_taken_out_again_in_the_form(world, draft):
    ada = walk.browser(world, "ada")
    address = f"/agreements/{draft.uid}/terms"
    university = world.firms["university"].uid
    types = walk.said(ada.get(f"{address}?kind="))
    assert f'value="{university}" checked' in types  # as it is now
    assert f'value="{university}" checked' not in walk.said(ada.get(f"{address}?kind=&with="))
    form = ada.get(f"{address}?kind=nda_mutual&with=").context["form"]
    assert [side.organisation.name for side in form.sides] == ["Tarnside Pumps", "Brightforge Castings"]
    given = {name: value for name, value in form.initial.items() if value not in (None, "")}
    given = {name: value for name, value in given.items() if not name.endswith(f"_{world.firms['university'].pk}")}
    saved = ada.post(f"{address}?kind=nda_mutual&with=", given)
    assert saved.status_code == 302, saved.context["form"].errors
    assert draft.parties.count() == 2
    huge = ada.post(f"{address}?kind=nda_mutual&with=", given | {"based_on": "9" * 5000})
    assert huge.status_code in (302, 422)

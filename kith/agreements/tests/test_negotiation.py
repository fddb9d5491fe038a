"""A draft is laid open, changed by both sides and spoken about, before it goes out for signature."""

import pytest

from kith.agreements import policy
from kith.agreements.actions import drafting, negotiating
from kith.agreements.actions.drafting import TermsChanged
from kith.agreements.models import Agreement, Status
from kith.agreements.queries import agreements, negotiation
from kith.core.errors import Denied, Refused, Unseen
from kith.notices.models import Notice


@pytest.fixture
def draft(world):
    return drafting.draft(world.partnerships["foundry"].uid, world.terms("foundry", "cleo"), by=world.actor("ada"))


def sees(world, name, agreement):
    return policy.agreements.scope(world.actor(name)).filter(pk=agreement.pk).exists()


def test_a_draft_is_its_own_sides_until_it_is_laid_open(world, draft):
    assert not sees(world, "cleo", draft)
    with pytest.raises(Denied):
        negotiating.show(draft.uid, by=world.actor("ben"))  # a member keeps no agreements
    shown = negotiating.show(draft.uid, by=world.actor("ada"))
    assert shown.status() == Status.IN_REVIEW
    assert sees(world, "cleo", draft)
    assert not sees(world, "una", draft)  # a third partner
    assert Notice.objects.filter(kind=negotiating.NEGOTIATED, person=world.people["cleo"]).count() == 1


def test_in_review_both_sides_change_the_terms_and_see_what_the_other_changed(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    theirs = world.terms("foundry", "cleo", notice_days=90)
    drafting.redraft(draft.uid, theirs, by=world.actor("cleo"), based_on=1)
    seen = negotiation.comparison(draft.uid, world.actor("ada"))
    assert (seen.older.number, seen.newer.number) == (1, 2)
    assert seen.newer.written_for == world.firms["foundry"]
    changed = [row for row in seen.rows if row.kind != "same"]
    assert [[text for kind, text in row.runs if kind == "added"] for row in changed] == [["90"]]


def test_what_changed_stands_under_its_clause_and_a_clause_that_moved_is_no_change(world, draft):
    further = draft.further | {"safety": ["Screens are locked"]}  # a clause more, before "How long"
    changed = world.terms("foundry", "cleo", notice_days=90, further=further)
    drafting.redraft(draft.uid, changed, by=world.actor("ada"))
    seen = negotiation.comparison(draft.uid, world.actor("ada"))
    assert [(heading, len(rows)) for heading, rows in seen.changes] == [("5. Keeping it safe", 2), ("6. How long", 1)]


def test_terms_that_were_written_from_an_older_draft_are_not_put_in_its_place_unseen(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    drafting.redraft(draft.uid, world.terms("foundry", "cleo", notice_days=90), by=world.actor("cleo"), based_on=1)
    late = world.terms("foundry", "cleo", survival_months=24)
    with pytest.raises(TermsChanged):
        drafting.redraft(draft.uid, late, by=world.actor("ada"), based_on=1)
    assert Agreement.objects.get(pk=draft.pk).survival_months == 60
    drafting.redraft(draft.uid, late, by=world.actor("ada"), based_on=2)


def test_drafts_before_the_one_that_was_laid_open_stay_with_who_wrote_them(world, draft):
    drafting.redraft(draft.uid, world.terms("foundry", "cleo", title="Second thoughts"), by=world.actor("ada"))
    negotiating.show(draft.uid, by=world.actor("ada"))
    assert [row.number for row in negotiation.revisions(draft, world.actor("ada"))] == [2, 1]
    assert [row.number for row in negotiation.revisions(draft, world.actor("cleo"))] == [2]
    with pytest.raises(Unseen):
        negotiation.comparison(draft.uid, world.actor("cleo"), older=1, newer=2)


def test_saving_without_a_change_makes_no_new_draft_and_tells_nobody(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    Notice.objects.all().delete()
    drafting.redraft(draft.uid, world.terms("foundry", "cleo"), by=world.actor("ada"))
    assert draft.revisions.count() == 1
    assert not Notice.objects.exists()


def words(world, name, draft):
    return {
        row.remark.words: [answer.words for answer in row.answers]
        for rows in negotiation.talks(draft, world.actor(name)).values()
        for row in rows
    }


def test_both_sides_speak_about_a_clause_and_what_is_for_the_inside_stays_inside(world, draft):
    remark = negotiating.say(draft.uid, "Sixty months is long.", clause="survival", by=world.actor("ada"))
    negotiating.say(draft.uid, "We could live with 36.", clause="survival", inside=True, by=world.actor("ada"))
    with pytest.raises(Unseen):
        negotiating.say(draft.uid, "Let me in", by=world.actor("cleo"))  # not laid open yet
    negotiating.show(draft.uid, by=world.actor("ada"))
    negotiating.say(draft.uid, "Ours takes that long.", answers=remark.uid, by=world.actor("tom"))
    assert words(world, "cleo", draft) == {"Sixty months is long.": ["Ours takes that long."]}
    assert words(world, "ada", draft) == {
        "Sixty months is long.": ["Ours takes that long."],
        "We could live with 36.": [],
    }
    negotiating.say(draft.uid, "Ask our lawyer.", inside=True, by=world.actor("cleo"))
    assert "Ask our lawyer." not in words(world, "ada", draft)


def test_who_may_not_read_a_remark_can_neither_answer_nor_settle_it(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    secret = negotiating.say(draft.uid, "We could live with 36.", inside=True, by=world.actor("ada"))
    with pytest.raises(Unseen):
        negotiating.say(draft.uid, "So could we", answers=secret.uid, by=world.actor("cleo"))
    with pytest.raises(Unseen):
        negotiating.settle(secret.uid, settled=True, by=world.actor("cleo"))


def test_what_is_settled_is_taken_up_again_by_an_answer(world, draft):
    negotiating.show(draft.uid, by=world.actor("ada"))
    remark = negotiating.say(draft.uid, "Sixty months is long.", by=world.actor("ada"))
    with pytest.raises(Denied):
        negotiating.settle(remark.uid, settled=True, by=world.actor("tom"))  # neither hers nor a keeper
    assert negotiating.settle(remark.uid, settled=True, by=world.actor("cleo")).settled_at
    negotiating.say(draft.uid, "Not for us.", answers=remark.uid, by=world.actor("tom"))
    remark.refresh_from_db()
    assert remark.settled_at is None


def test_nothing_is_said_in_silence_nor_after_all_have_signed(world, draft):
    with pytest.raises(Refused, match="Write what you want to say"):
        negotiating.say(draft.uid, " \n", by=world.actor("ada"))
    signed = world.agree("foundry", "cleo")
    with pytest.raises(Denied):
        negotiating.say(signed.uid, "One more thing", by=world.actor("ada"))


def test_taken_back_from_signature_it_stays_before_both_sides(world):
    agreement = world.agree("foundry", "cleo", sign=False)
    drafting.take_back(agreement.uid, by=world.actor("cleo"))
    agreement.refresh_from_db()
    assert agreement.status() == Status.IN_REVIEW
    assert sees(world, "cleo", agreement)


def test_the_pages_of_a_negotiation(world, draft, client):
    ada, cleo = world.ada, world.people["cleo"]
    client.force_login(ada)
    page = client.get(f"/agreements/{draft.uid}").content.decode()
    assert "Lay the draft open" in page
    client.post(f"/agreements/{draft.uid}/remarks", {"words": "Sixty months is long.", "clause": "survival"})
    client.post(f"/agreements/{draft.uid}/remarks", {"words": "We could live with 36.", "inside": "1"})
    client.post(f"/agreements/{draft.uid}/circulation", {"show": "1"})
    client.force_login(cleo)
    page = client.get(f"/agreements/{draft.uid}").content.decode()
    assert "Sixty months is long." in page
    assert "We could live with 36." not in page
    answered = client.post(f"/remarks/{draft.remarks.first().uid}", follow=True)
    assert "Settled by Cleo" in answered.content.decode()
    form = client.get(f"/agreements/{draft.uid}/terms")
    given = form.context["form"].initial | {"notice_days": 90, "based_on": 1}
    sent = {name: value for name, value in given.items() if value is not None}
    saved = client.post(f"/agreements/{draft.uid}/terms", sent)
    assert saved.status_code == 302, saved.context["form"].errors
    stale = client.post(f"/agreements/{draft.uid}/terms", sent | {"notice_days": 10})
    assert stale.status_code == 422
    assert "Somebody changed the terms while you wrote" in stale.content.decode()
    assert 'name="based_on" value="2"' in stale.content.decode()
    changed = client.get(f"/agreements/{draft.uid}/revisions").content.decode()
    assert "<ins>90</ins>" in changed
    assert client.get(f"/agreements/{draft.uid}/revisions?older=9").status_code == 404
    agreement = agreements.page(draft.uid, world.actor("cleo"))
    assert agreement.status == Status.IN_REVIEW

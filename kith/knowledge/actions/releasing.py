"""Releasing an item to a partner although another partner's confidential knowledge went into it.

One keeper asks, another decides: nobody releases what she asked for.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Sentence, Unseen
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.knowledge import bound, events, indexing, inputs, locks, policy
from kith.knowledge.models import Item, Release
from kith.notices import actions as notices
from kith.partnerships import queries as partnerships

ASKED = "release_asked"  # notices: somebody asks for a release
DECIDED = "release_decided"
LONGEST = 1000
# Higher floors say here that an organisation has others who decide about releases, in a sentence.
DECIDED_ELSEWHERE: list[Callable[[int], Sentence | None]] = []


@transaction.atomic
def ask(uid: str, partner_uid: str, reason: str, *, by: Actor) -> Release:
    """Ask the other keepers to release an item to a partner.

    Raises:
        Unseen, Denied: she may not share the item.
        Refused: it is bound to nobody else, no such partner, no reason, asked or released already, or nobody else
            could decide.
    """
    item = locks.item(uid, by, "share")
    firms = {partnerships.partner_of(row, by).uid: partnerships.partner_of(row, by) for row in partnerships.of(by)}
    partner = firms.get(partner_uid)
    if partner is None:
        raise Refused(_("Choose one of your partners."), "partner")
    if admits(item, partner):
        raise Refused(_("Nothing keeps it from them. Share it."), "partner")
    if sentence := elsewhere(item.organisation_id):
        raise Refused(sentence)
    words = _said(reason, "reason")
    if Release.objects.filter(item=item, organisation=partner, decided_at=None).exists():
        raise Refused(_("This has been asked already, and waits for an answer."), "partner")
    others = [seat for seat in identity.keepers([item.organisation_id]) if seat[0] != by.person]
    if not others:
        raise Refused(_("Somebody else has to decide this. Make one of your colleagues an owner or a steward first."))
    row = Release.objects.create(
        item=item, organisation=partner, reason=words, asked_at=clock.now(), asked_by_id=by.person
    )
    ledger.record(
        events.ReleaseAsked(
            by=by, owner_id=item.organisation_id, item_id=item.pk, release_id=row.pk, partner_id=partner.pk
        )
    )
    notices.tell(ASKED, row.pk, others, by=by)
    return row


def _said(words: str, field: str) -> str:
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Say why."), field)
    if len(said) > LONGEST:
        raise Refused(_("Say it in 1,000 letters."), field)
    return said


@transaction.atomic
def decide(pk: int, words: str, *, by: Actor, give: bool) -> Release:
    """Release the item to that partner, or leave it closed; for what stands in it now.

    Raises:
        Unseen, Denied: she may not share the item, or nothing waits for an answer.
        Refused: she asked for it herself, or no reason was said.
    """
    item = _item(pk, by)
    row = Release.objects.select_for_update(of=("self",)).filter(pk=pk, decided_at=None).first()
    if row is None:
        raise Refused(_("Somebody has decided it already."))
    if row.asked_by_id == by.person:
        raise Refused(_("You asked for it, so somebody else decides."))
    if give and (sentence := elsewhere(item.organisation_id)):
        raise Refused(sentence)
    row.words = _said(words, "words")
    row.item = item
    _decide(row, by, give=give)
    return row


def _decide(row: Release, by: Actor, *, give: bool) -> None:
    item = row.item
    row.decided_at, row.decided_by_id, row.given = clock.now(), by.person, give
    if give:
        row.covers = [each.key for each in sorted(inputs.of([item.pk]).inputs[item.pk])]
    row.save()
    indexing.place([item])
    ledger.record(
        events.ReleaseDecided(
            by=by,
            owner_id=item.organisation_id,
            item_id=item.pk,
            release_id=row.pk,
            partner_id=row.organisation_id,
            given=give,
        )
    )
    notices.tell(DECIDED, row.pk, [(row.asked_by_id, item.organisation_id)], by=by)


def elsewhere(organisation_id: int) -> Sentence | None:
    """Why an organisation's keepers release nothing by themselves: because others decide it; None where they do."""
    return next((sentence for ask in DECIDED_ELSEWHERE if (sentence := ask(organisation_id))), None)


@transaction.atomic
def take_back(pk: int, *, by: Actor) -> Release:
    """End a release: the partner does not see the item any more. What was shown stays recorded.

    Raises:
        Unseen, Denied: she may not share the item.
        Refused: it does not stand.
    """
    _item(pk, by)
    row = Release.objects.standing().select_for_update(of=("self",)).select_related("item").filter(pk=pk).first()
    if row is None:
        raise Refused(_("This release has ended already."))
    inputs.end(row, by=by)
    return row


def seen(pk: int, *, by: Actor) -> Release:
    """A release, for who may share its item.

    Raises:
        Unseen: there is none for her.
    """
    rows = Release.objects.filter(item__in=policy.items.scope(by, "share").order_by().values("pk"))
    row = rows.select_related("item").filter(pk=pk).first()
    if row is None:
        raise Unseen("Release")
    return row


def _item(pk: int, by: Actor) -> Item:
    """The item that a release is about, locked, if the actor may share it."""
    uid = Release.objects.filter(pk=pk).values_list("item__uid", flat=True).first()
    if uid is None:
        raise Unseen("Release")
    return locks.item(uid, by, "share")


def admits(item: Item, partner: Organisation) -> bool:
    """Whether nothing that went into an item keeps it from a partner."""
    return bound.admits(item, partner.pk, bound.released([item]))


@transaction.atomic
def give(item: Item, partner: Organisation, reason: str, words: str, *, asked_by: int, by: Actor) -> Release:
    """Release an item to a partner because those decided it who decide such things: for what stands in it now.

    A question about the same that waits for an answer is answered by it.

    Args:
        asked_by: whose wish it was; never who decides.
    """
    row = Release.objects.select_for_update(of=("self",)).filter(
        item=item, organisation=partner, decided_at=None
    ).exclude(asked_by=by.person).first() or Release(
        item=item, organisation=partner, reason=reason[:LONGEST], asked_at=clock.now(), asked_by_id=asked_by
    )
    row.words = words[:LONGEST]
    _decide(row, by, give=True)
    return row


@transaction.atomic
def finish(pk: int, *, by: Actor) -> None:
    """End a release because those ended it who had decided it, or because its day has passed."""
    row = Release.objects.standing().select_for_update(of=("self",)).select_related("item").filter(pk=pk).first()
    if row is not None:
        inputs.end(row, by=by)

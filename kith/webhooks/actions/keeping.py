"""Making, changing, pausing and ending webhooks."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.audit.models import Head
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.core.outward import guard
from kith.webhooks import events, keys, policy, topics
from kith.webhooks.models import Hook

MOST = 10  # of one organisation


@dataclass(frozen=True)
class Wish:
    """What is posted where."""

    name: str
    address: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A webhook and its secret, which is shown only now."""

    hook: Hook
    secret: str


@transaction.atomic
def make(wish: Wish, *, by: Actor) -> Made:
    """Have facts of the organisation posted to an address from now on.

    Raises:
        Unseen: she is neither owner nor steward.
        Refused: no name, an address where Kith does not go, no topics, or as many webhooks as there may be.
    """
    policy.require_keeper(by)
    _check(wish, by)
    if policy.hooks.scope(by).count() >= MOST:
        raise Refused(_("Your organisation has ten webhooks. End one first."))
    moment = clock.now()
    hook = Hook.objects.create(
        organisation_id=by.organisation,
        keeper_id=by.person,
        name=wish.name.strip(),
        address=wish.address,
        topics=_said(wish),
        made_at=moment,
        seq=_sealed(),
        not_before=moment,
    )
    secret = keys.draw(hook, moment)
    ledger.record(events.HookMade(by=by, owner_id=hook.organisation_id, hook_id=hook.pk))
    return Made(hook, secret)


@transaction.atomic
def change(uid: str, wish: Wish, *, by: Actor) -> Hook:
    """Give a webhook another name, address or topics; what its facts name is from now on what she may see.

    Raises:
        Refused: as for making one.
    """
    hook = take(uid, by)
    _check(wish, by)
    new = {"name": wish.name.strip(), "address": wish.address, "topics": _said(wish), "keeper_id": by.person}
    changed = tuple(sorted(name.removesuffix("_id") for name, value in new.items() if getattr(hook, name) != value))
    if changed:
        Hook.objects.filter(pk=hook.pk).update(**new)
        ledger.record(events.HookChanged(by=by, owner_id=hook.organisation_id, hook_id=hook.pk, fields=changed))
    return hook


@transaction.atomic
def draw_secret(uid: str, *, by: Actor) -> Made:
    """Draw a new secret; the one before signs too for a day."""
    hook = take(uid, by)
    secret = keys.draw(hook, clock.now())
    ledger.record(events.HookSecretDrawn(by=by, owner_id=hook.organisation_id, hook_id=hook.pk))
    return Made(hook, secret)


@transaction.atomic
def pause(uid: str, *, by: Actor) -> None:
    """Post nothing there until somebody goes on.

    Raises:
        Refused: nothing is posted there now.
    """
    hook = take(uid, by)
    if not hook.runs:
        raise Refused(_("It does not run now."))
    Hook.objects.filter(pk=hook.pk).update(paused_at=clock.now())
    ledger.record(events.HookPaused(by=by, owner_id=hook.organisation_id, hook_id=hook.pk))


@transaction.atomic
def resume(uid: str, *, by: Actor) -> None:
    """Post there again: what still waits, and what happens from now on. What happened in between is not sent.

    Raises:
        Refused: it runs already.
    """
    hook = take(uid, by)
    if hook.runs:
        raise Refused(_("It runs already."))
    fresh = {"paused_at": None, "off_at": None, "off_why": "", "failing_since": None}
    Hook.objects.filter(pk=hook.pk).update(seq=_sealed(), not_before=clock.now(), **fresh)
    ledger.record(events.HookResumed(by=by, owner_id=hook.organisation_id, hook_id=hook.pk))


@transaction.atomic
def end(uid: str, *, by: Actor) -> None:
    """Post nothing there any more, for good; its secrets are gone at once."""
    hook = take(uid, by)
    Hook.objects.filter(pk=hook.pk).update(ended_at=clock.now())
    hook.deliveries.update(due_at=None)
    keys.forget(hook)
    ledger.record(events.HookEnded(by=by, owner_id=hook.organisation_id, hook_id=hook.pk))


def take(uid: str, by: Actor) -> Hook:
    """Take hold of a webhook of hers.

    Raises:
        Unseen: there is none for her.
    """
    hook = policy.hooks.scope(by, "run").select_for_update().filter(uid=uid).first()
    if hook is None:
        raise Unseen("Hook")
    return hook


def _check(wish: Wish, by: Actor) -> None:
    if not wish.name.strip():
        raise Refused(_("Say what it is for."), "name")
    guard.read(wish.address, inside=policy.may_go_inside(by.organisation))
    if not wish.topics or not set(wish.topics) <= topics.KEYS:
        raise Refused(_("Choose what is posted."), "topics")


def _said(wish: Wish) -> str:
    return " ".join(sorted(set(wish.topics)))


def _sealed() -> int:
    """How far the ledger is sealed now."""
    return Head.objects.filter(pk=1).values_list("seq", flat=True).first() or 0

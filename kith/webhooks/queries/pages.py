"""What the pages about webhooks show."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from kith.core import cursors
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.webhooks import policy, topics
from kith.webhooks.models import Attempt, Delivery, Hook

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A webhook in the list, and how it stands."""

    hook: Hook
    words: Sentence
    tone: str


@dataclass(frozen=True)
class Logged:
    """A delivery in the log, with its last attempt."""

    row: Delivery
    last: Attempt | None
    words: Sentence
    tone: str


@dataclass(frozen=True)
class HookPage:
    """One webhook, with a page of its log."""

    hook: Hook
    words: Sentence
    tone: str
    topics: list[Sentence]
    failed: bool
    log: list[Logged] = field(default_factory=list)
    after: str = ""  # where the log goes on


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery with its attempts, the newest first."""

    hook: Hook
    logged: Logged
    attempts: list[Attempt]


def listing(by: Actor) -> list[Listed]:
    """The organisation's webhooks, by name.

    Raises:
        Unseen: she is neither owner nor steward.
    """
    policy.require_keeper(by)
    return [Listed(hook, *_stands(hook)) for hook in policy.hooks.scope(by).order_by("name", "pk")]


def find(uid: str, by: Actor) -> Hook:
    """One of hers.

    Raises:
        Unseen: there is none.
    """
    hook = policy.hooks.scope(by).select_related("keeper").filter(uid=uid).first()
    if hook is None:
        raise Unseen("Hook")
    return hook


def page(uid: str, by: Actor, *, failed: bool = False, after: str = "") -> HookPage:
    """One webhook with its log, the newest first.

    Raises:
        Unseen: there is none for her.
        Refused: the cursor is not one of ours.
    """
    hook = find(uid, by)
    rows = Delivery.objects.filter(hook=hook)
    if failed:
        rows = rows.filter(Q(given_up_at__isnull=False) | Q(taken_at=None, tries__gt=0))
    if after:
        moment, last = cursors.read(after)
        rows = rows.filter(Q(made_at__lt=moment) | Q(made_at=moment, uid__gt=last))
    found = list(rows.order_by("-made_at", "uid")[: PAGE + 1])
    shown = found[:PAGE]
    last_of = _last(shown)
    return HookPage(
        hook,
        *_stands(hook),
        topics.words(hook.topics.split()),
        failed,
        [_logged(row, last_of.get(row.pk)) for row in shown],
        cursors.write(shown[-1].made_at, shown[-1].uid) if len(found) > PAGE else "",
    )


def delivery(uid: str, delivery_uid: str, by: Actor) -> DeliveryPage:
    """One delivery of one of hers.

    Raises:
        Unseen: there is none.
    """
    hook = find(uid, by)
    row = Delivery.objects.filter(hook=hook, uid=delivery_uid).first()
    if row is None:
        raise Unseen("Delivery")
    attempts = list(row.attempts.order_by("-at", "-pk"))
    return DeliveryPage(hook, _logged(row, attempts[0] if attempts else None), attempts)


def _last(rows: list[Delivery]) -> dict[int, Attempt]:
    """The last attempt of each, by the delivery's key."""
    later = Attempt.objects.filter(delivery=OuterRef("delivery")).order_by("-at", "-pk")
    found = Attempt.objects.filter(delivery__in=rows, pk=Subquery(later.values("pk")[:1]))
    return {attempt.delivery_id: attempt for attempt in found}


def _logged(row: Delivery, last: Attempt | None) -> Logged:
    if row.taken_at:
        return Logged(row, last, _("Taken"), "good")
    if row.given_up_at:
        return Logged(row, last, _("Given up"), "stop")
    if row.due_at is None:
        return Logged(row, last, _("Not sent any more"), "")
    return Logged(row, last, _("Tried again later") if row.tries else _("On its way"), "heed" if row.tries else "")


def _stands(hook: Hook) -> tuple[Sentence, str]:
    if hook.off_at:
        return _("Switched off"), "stop"
    if hook.paused_at:
        return _("Paused"), ""
    return (_("Not taken at the moment"), "heed") if hook.failing_since else (_("Runs"), "good")

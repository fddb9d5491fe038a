"""Records of what is known: pages, who vouches for them, who used them, and how knowledge passed on."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kith.assurance.counts.base import Count
from kith.core.errors import Sentence
from kith.knowledge.models import Holder, Item, Reading, Use, Verification, Version
from kith.spiral.models import Conversion, Session
from kith.spiral.modes import Mode


def _published(ours: int) -> "QuerySet[Item]":
    return Item.objects.filter(organisation=ours, binned_at=None, current__isnull=False)


def _of_kind(key: str, words: Sentence, kind: Item.Kind) -> Count:
    return Count(key, words, lambda ours: _published(ours).filter(kind=kind), "created_at", "knowledge")


def _by_mode(key: str, words: Sentence, mode: Mode) -> Count:
    stood = Conversion.objects.filter(mode=mode, retraction=None)
    return Count(key, words, lambda ours: stood.filter(organisation=ours), "held_on", "spiral")


COUNTS = (
    Count("items", _("Pages published"), _published, "current__published_at", "knowledge"),
    Count(
        "versions",
        _("Versions of pages kept"),
        lambda ours: Version.objects.filter(item__organisation=ours),
        "published_at",
        "knowledge",
    ),
    Count(
        "replaced",
        _("Versions replaced by newer ones"),
        lambda ours: Version.objects.filter(item__organisation=ours, replaced_at__isnull=False),
        "replaced_at",
        "knowledge",
    ),
    Count(
        "final",
        _("Pages made final"),
        lambda ours: _published(ours).filter(final_at__isnull=False),
        "final_at",
        "knowledge",
    ),
    Count(
        "verifications",
        _("Times that somebody vouched for a page"),
        lambda ours: Verification.objects.filter(item__organisation=ours, withdrawn_at=None),
        "verified_at",
        "knowledge",
    ),
    Count(
        "readings",
        _("Pages that somebody was asked to read, and has read"),
        lambda ours: Reading.objects.filter(item__organisation=ours, read_at__isnull=False),
        "read_at",
        "knowledge",
    ),
    Count(
        "uses",
        _("Uses of your pages reported"),
        lambda ours: Use.objects.filter(item__organisation=ours),
        "used_at",
        "knowledge",
    ),
    Count(
        "holders",
        _("People named as holders of what is not written down"),
        lambda ours: Holder.objects.filter(item__organisation=ours, item__binned_at=None),
        place="knowledge",
    ),
    _of_kind("incidents", _("Incidents written down"), Item.Kind.INCIDENT),
    _of_kind("lessons", _("Lessons written down"), Item.Kind.LESSON),
    _of_kind("decisions", _("Decisions written down"), Item.Kind.DECISION),
    _of_kind("howtos", _("How-tos written down"), Item.Kind.HOW_TO),
    _by_mode("socialization", _("Conversions from person to person"), Mode.SOCIALIZATION),
    _by_mode("externalization", _("Conversions from a person to a page"), Mode.EXTERNALIZATION),
    _by_mode("combination", _("Conversions from pages to a page"), Mode.COMBINATION),
    _by_mode("internalization", _("Conversions from a page to a person"), Mode.INTERNALIZATION),
    Count(
        "sessions",
        _("Capture sessions held to their end"),
        lambda ours: Session.objects.filter(space__organisation=ours, closed_at__isnull=False),
        "held_on",
        "captures",
    ),
)

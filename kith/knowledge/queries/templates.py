"""The templates of an organisation."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import kinds, policy
from kith.knowledge.models import Item, TemplateVersion

KEPT = 20  # earlier versions that the page shows


@dataclass(frozen=True)
class Row:
    """The template of one kind, as it stands."""

    kind: str
    label: str
    version: TemplateVersion | None  # None: the one that Kith brings along


@dataclass(frozen=True)
class TemplatePage:
    """The template of one kind, with its earlier versions, the newest first."""

    kind: str
    label: str
    markdown: str
    number: int  # 0: the one that Kith brings along
    versions: list[TemplateVersion]
    may_edit: bool


def rows(by: Actor) -> list[Row]:
    """All templates of the actor's organisation."""
    newest: dict[str, TemplateVersion] = {}
    for version in _versions(by).order_by("number"):
        newest[version.template.kind] = version
    return [Row(kind, _label(kind), newest.get(kind)) for kind in kinds.WRITTEN]


def page(kind: str, by: Actor) -> TemplatePage:
    """The template of a kind.

    Raises:
        Unseen: no template belongs to such a kind.
    """
    if kind not in kinds.WRITTEN:
        raise Unseen("Template")
    versions = list(_versions(by).filter(template__kind=kind).order_by("-number")[:KEPT])
    return TemplatePage(
        kind=kind,
        label=_label(kind),
        markdown=versions[0].markdown if versions else str(kinds.of(kind).begins),
        number=versions[0].number if versions else 0,
        versions=versions,
        may_edit=by.keeps,
    )


def text_for(kind: str, by: Actor) -> str:
    """The Markdown with which somebody begins an item of a kind; empty for a kind without a template."""
    if kind not in kinds.WRITTEN:
        return ""
    last = _versions(by).filter(template__kind=kind).order_by("-number").first()
    return last.markdown if last else str(kinds.of(kind).begins)


def _versions(by: Actor) -> QuerySet[TemplateVersion]:
    return TemplateVersion.objects.filter(template__in=policy.templates.scope(by)).select_related("template", "author")


def _label(kind: str) -> str:
    return str(Item.Kind(kind).label)

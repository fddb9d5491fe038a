"""One access rule per ability, written once as a `Q`. Scope, can, require and annotate all derive from it."""

from typing import ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from kith.access import reading
from kith.core.actor import Actor
from kith.core.errors import Denied, Sentence, Unseen

M = TypeVar("M", bound=models.Model)

ALL_POLICIES: list["Policy"] = []  # type: ignore[type-arg]
NEVER = Q(pk__in=())


class Policy(Generic[M]):
    """Who may do what with one kind of thing.

    A subclass defines `may_<ability>(actor) -> Q` over the model, with a docstring that says the rule in words;
    `refusals` holds the sentence for each ability that somebody may see a thing without having.
    """

    model: type[M]
    refusals: ClassVar[dict[str, Sentence]] = {}

    def __init__(self) -> None:
        ALL_POLICIES.append(self)

    @classmethod
    def abilities(cls) -> list[str]:
        """The abilities this policy knows."""
        return sorted(name[4:] for name in dir(cls) if name.startswith("may_"))

    def rule(self, actor: Actor, ability: str) -> Q:
        """The rule of one ability for one actor."""
        rule: Q = getattr(self, f"may_{ability}")(actor)
        return rule

    def scope(self, actor: Actor, ability: str = "see", among: QuerySet[M] | None = None) -> QuerySet[M]:
        """The rows with which the actor may do this."""
        rows = self.model._default_manager.all() if among is None else among
        return rows.filter(self.rule(actor, ability))

    def can(self, actor: Actor, ability: str, thing: M) -> bool:
        """Whether she may do this with that very thing."""
        return self.scope(actor, ability).filter(pk=thing.pk).exists()

    def require(self, actor: Actor, ability: str, thing: M) -> None:
        """Stop unless she may.

        Raises:
            Unseen: she may not even see it.
            Denied: she may see it, but not do this.
        """
        if self.can(actor, ability, thing):
            return
        if ability == "see" or not self.can(actor, "see", thing):
            raise Unseen(self.model.__name__)
        raise Denied(
            self.refusals.get(
                ability, _("Your role does not include this. Ask an owner or steward of your organisation.")
            ),
            ability=ability,
            kind=self.model._meta.model_name or "",
            object_id=thing.pk,
        )

    def abilities_of(self, actor: Actor, thing: M, *abilities: str) -> set[str]:
        """Which of the abilities (all but seeing by default) the actor has with a thing at hand.

        The very rules are read against the thing's own columns where they ask for nothing else, otherwise in SQL.
        """
        names = abilities or tuple(name for name in self.abilities() if name != "see")
        try:
            return {name for name in names if reading.holds(self.rule(actor, name), thing)}
        except reading.AsksForMore:
            row = self.annotate(actor, self.model._default_manager.filter(pk=thing.pk), *names)
            flags = row.values(*(f"can_{name}" for name in names)).get()
            return {name for name in names if flags[f"can_{name}"]}

    def annotate(self, actor: Actor, rows: QuerySet[M], *abilities: str) -> QuerySet[M]:
        """The rows with `can_<ability>` for each, in the same query."""
        annotated: QuerySet[M] = rows.annotate(
            **{
                f"can_{ability}": Case(
                    When(self.rule(actor, ability), then=Value(True)),
                    default=Value(False),
                    output_field=models.BooleanField(),
                )
                for ability in abilities
            }
        )
        return annotated

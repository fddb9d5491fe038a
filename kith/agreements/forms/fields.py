"""What forms about agreements have in common."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.access.actions import Subject
from kith.access.models import SubjectKind
from kith.identity.models import Membership, Organisation, Team


def day_input() -> forms.DateInput:
    """A day, as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Side:
    """One side of a partnership, with those who can be named for it."""

    def __init__(self, organisation: Organisation, members: list[Membership], teams: list[Team]) -> None:
        self.organisation = organisation
        self.members = members
        self.teams = teams

    def people(self) -> list[tuple[str, str]]:
        """The people as choices."""
        return [(str(row.person_id), row.person.name) for row in self.members]

    def recipients(self) -> list[tuple[str, str]]:
        """Everyone, teams and people as choices."""
        everyone = _("Everyone at %(name)s") % {"name": self.organisation.name}
        return [
            ("organisation", everyone),
            *((f"team:{team.pk}", team.name) for team in self.teams),
            *((f"person:{row.person_id}", row.person.name) for row in self.members),
        ]

    def subject(self, choice: str) -> Subject:
        """What a choice means."""
        kind, _sep, number = choice.partition(":")
        if kind == SubjectKind.TEAM:
            return Subject(self.organisation.pk, team_id=int(number))
        if kind == SubjectKind.PERSON:
            return Subject(self.organisation.pk, person_id=int(number))
        return Subject(self.organisation.pk)

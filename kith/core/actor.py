"""Who acts. Always passed on by name, never taken from the air."""

from dataclasses import dataclass
from enum import StrEnum

from kith.core.errors import Unseen


class Role(StrEnum):
    """What a person is in an organisation."""

    OWNER = "owner"
    STEWARD = "steward"
    MEMBER = "member"
    AUDITOR = "auditor"

    @property
    def keeps(self) -> bool:
        """Whether the role keeps the organisation's knowledge and agreements: owners and stewards do."""
        return self in {Role.OWNER, Role.STEWARD}


@dataclass(frozen=True)
class Actor:
    """A person acting for one organisation, or the system itself.

    Holds ids only, so that the lowest floors can name who acted without knowing people.
    """

    person_id: int | None
    organisation_id: int | None
    role: Role | None = None
    membership_id: int | None = None
    team_ids: tuple[int, ...] = ()
    via: str = "session"
    scopes: frozenset[str] | None = None  # of a token; None for a person who is signed in

    @property
    def person(self) -> int:
        """The id of the person who acts, where one must.

        Raises:
            Unseen: nobody does; there is nothing here for nobody.
        """
        if self.person_id is None:
            raise Unseen("Actor")
        return self.person_id

    @property
    def organisation(self) -> int:
        """The id of the organisation she acts for, where she must act for one."""
        if self.organisation_id is None:
            raise Unseen("Actor")
        return self.organisation_id

    @property
    def present(self) -> bool:
        """Whether somebody acts for an organisation at all."""
        return self.person_id is not None and self.organisation_id is not None

    @property
    def keeps(self) -> bool:
        """Whether she keeps her organisation's knowledge and agreements."""
        return self.role is not None and self.role.keeps

    @property
    def is_directory(self) -> bool:
        """Whether an organisation's own directory acts: nobody in person, for that organisation alone."""
        return self.via == DIRECTORY


DIRECTORY = "scim"
NOBODY = Actor(None, None, via="nobody")
SYSTEM = Actor(None, None, via="system")

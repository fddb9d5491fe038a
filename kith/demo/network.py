"""The demo on its way: who is there by now, and what they have made."""

from dataclasses import dataclass, field

from kith.core.actor import Actor, Role
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.identity.models import Organisation, Person
from kith.knowledge.models import Item, Space
from kith.partnerships.models import Partnership

PASSWORD = "one sheet torn in halves"  # noqa: S105  (printed at every start of the demo)
ZONE = "Europe/London"


@dataclass
class Account:
    """Who can sign in to the demo."""

    name: str
    organisation: str
    role: str
    mail: str
    password: str = PASSWORD


@dataclass
class Network:
    """The demo on its way."""

    people: dict[str, Person] = field(default_factory=dict)
    firms: dict[str, Organisation] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)

    def by(self, name: str) -> Actor:
        """Somebody as she acts at the moment."""
        actor = identity.actor_for(self.people[name])
        if actor is None:
            raise Refused(f"{name} belongs to nobody.")
        return actor

    def arrived(self, person: Person, role: Role, firm: Organisation) -> None:
        """Note that somebody can sign in."""
        self.people[person.name] = person
        self.accounts.append(Account(person.name, firm.name, role.value, person.email))

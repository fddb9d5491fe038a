"""The cast. Everything here is made by the product's own actions, as people would do it.

Ada owns the pump maker, Ben works there; Cleo owns the foundry and Tom works there; Dan is the outsider with a firm of
his own; Una's university is the pump maker's other partner.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kith.access.actions import Subject
from kith.access.models import ContainerKind, Grant
from kith.agreements import codes
from kith.agreements.actions import amending, drafting, sharing, signing
from kith.agreements.actions.drafting import Draft, Signatory
from kith.agreements.models import Agreement
from kith.agreements.terms import catalogue
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.classification import Classification
from kith.identity import queries as identity
from kith.identity.actions import inviting, joining
from kith.identity.actions.inviting import Guest, NewAccount
from kith.identity.models import Organisation, Person
from kith.knowledge.actions import spaces, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Space
from kith.partnerships import actions as partnerships
from kith.partnerships.actions import Outline
from kith.partnerships.models import Partnership

PASSWORD = "volute impeller gasket stuffing"


@dataclass
class World:
    """Who is there, what they have agreed, and what they know."""

    ada: Person
    pumps: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    firms: dict[str, Organisation] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)

    def actor(self, name: str, firm: str | None = None) -> Actor:
        """Somebody of the cast as she would act now."""
        organisation_id = self.firms[firm].pk if firm else None
        actor = identity.actor_for(self.people[name], organisation_id)
        assert actor is not None, f"{name} acts for nobody"
        return actor

    def colleague(self, name: str, of: str, role: Role = Role.MEMBER) -> Person:
        """Somebody joins the firm of `of`, by invitation."""
        sent = inviting.invite_colleague(Guest(f"{name}@example.org", name.title()), role, by=self.actor(of))
        person, _ = inviting.accept(sent.token, account=NewAccount(name.title(), PASSWORD))
        self.people[name] = person
        return person

    def partner(self, name: str, firm: str, title: str, invited_by: str = "ada") -> Partnership:
        """Another firm joins by an invitation that proposes a partnership."""
        sent = partnerships.propose(
            Guest(f"{name}@example.org", name.title()),
            title,
            Outline(f"Work with {title}", "To learn", "To teach"),
            by=self.actor(invited_by),
        )
        person, membership, partnership = partnerships.accept(sent.token, account=NewAccount(name.title(), PASSWORD))
        assert partnership is not None
        self.people[name], self.firms[firm] = person, membership.organisation
        self.partnerships[firm] = partnership
        return partnership

    def agree(self, firm: str, signatory: str, *, sign: bool = True, **terms: Any) -> Agreement:
        """The pump maker and `firm` agree; both sign unless told otherwise."""
        agreement = drafting.draft(
            self.partnerships[firm].uid, self.terms(firm, signatory, **terms), by=self.actor("ada")
        )
        drafting.send_out(agreement.uid, by=self.actor("ada"))
        if sign:
            self.sign(agreement, "ada")
            self.sign(agreement, signatory)
        agreement.refresh_from_db()
        self.agreements[firm] = agreement
        return agreement

    def amend(self, firm: str, signatory: str, agreement: Agreement, *, sign: bool = True, **terms: Any) -> Agreement:
        """The pump maker drafts other terms for an agreement; both sign them unless told otherwise."""
        amendment = amending.amend(agreement.uid, self.terms(firm, signatory, **terms), by=self.actor("ada"))
        drafting.send_out(amendment.uid, by=self.actor("ada"))
        if sign:
            self.sign(amendment, "ada")
            self.sign(amendment, signatory)
        amendment.refresh_from_db()
        self.agreements[firm] = amendment
        return amendment

    def terms(self, firm: str, signatory: str, **changes: Any) -> Draft:
        """The usual terms between the pump maker and `firm`, with changes."""
        today = clock.now().date()
        partner = self.firms[firm]
        values: dict[str, Any] = {
            "kind": "nda_mutual",
            "title": "Mutual NDA",
            "ceiling": Classification.RESTRICTED,
            "starts_on": today - timedelta(days=1),
            "ends_on": today + timedelta(days=365),
            "zone": "Europe/London",
            "end_rule": "destroy",
            "purposes": ("Casting quality",),
            "recipients": (Subject(partner.pk), Subject(self.pumps.pk)),
            "signatories": (
                Signatory(self.pumps.pk, self.ada.pk, "Owner"),
                Signatory(partner.pk, self.people[signatory].pk, "Director"),
            ),
        }
        if "further" not in changes:  # as a new draft begins, but nobody has to take note of her duties first
            kind = changes.get("kind", values["kind"])
            values["further"] = catalogue.start(kind) | {"duties_first": None}
        return Draft(**(values | changes))

    def sign(self, agreement: Agreement, name: str) -> None:
        """Somebody signs the text as it stands."""
        agreement.refresh_from_db()
        by, text = self.actor(name), agreement.text_sha256
        code = codes.digits(codes.ask(agreement.uid, by=by, shown_sha256=text))
        signing.sign(agreement.uid, by=by, shown_sha256=text, typed_name=self.people[name].name, code=code)

    def space(self, name: str, by: str = "ada", **options: Any) -> Space:
        """A space of somebody's firm."""
        return spaces.open_space(name, by=self.actor(by), **options)

    def item(self, space: Space, title: str, text: str = "A text.", by: str = "ada", **options: Any) -> Item:
        """A published item."""
        item = writing.begin(space.uid, Words(title, text), by=self.actor(by), **options)
        writing.publish(item.uid, by=self.actor(by))
        item.refresh_from_db()
        return item

    def share(
        self,
        thing: Space | Item,
        firm: str,
        *,
        whole: bool = False,
        person: str | None = None,
        use_by: date | None = None,
        agreement: Agreement | None = None,
        joint: bool = False,
        by: str = "ada",
    ) -> Grant:
        """Somebody shares a space, an item, or (`whole`) a tree, with a firm or one of its people; a space also for
        both sides to write in (`joint`)."""
        kind = (
            ContainerKind.SPACE if isinstance(thing, Space) else ContainerKind.SUBTREE if whole else ContainerKind.ITEM
        )
        under = agreement or self.agreements[firm]
        assert under.basis is not None
        subject = Subject(self.firms[firm].pk, person_id=self.people[person].pk if person else None)
        return sharing.share(
            under.uid,
            sharing.Target(kind, thing.uid),
            subject,
            under.basis.purposes.all()[0].uid,
            by=self.actor(by),
            use_by=use_by,
            joint=joint,
        )


def make() -> World:
    """The pump maker with Ada and Ben, the foundry with Cleo and Tom, Una's university, and Dan who knows nobody."""
    ada = joining.create_person(email="ada@example.org", name="Ada", password=PASSWORD)
    pumps = joining.found("Tarnside Pumps", founder=ada)
    world = World(ada, pumps, people={"ada": ada}, firms={"pumps": pumps})
    world.colleague("ben", "ada")
    world.partner("cleo", "foundry", "Brightforge Castings")
    world.colleague("tom", "cleo")
    world.partner("una", "university", "University of Northmere")
    dan = joining.create_person(email="dan@example.org", name="Dan", password=PASSWORD)
    world.people["dan"], world.firms["outside"] = dan, joining.found("Dan & Sons", founder=dan)
    return world

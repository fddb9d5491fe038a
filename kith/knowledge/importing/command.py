"""An import as the command line asks for it: by names instead of ids."""

from pathlib import Path

from kith.core.actor import Actor, Role
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.identity.models import Membership, Person
from kith.knowledge import policy
from kith.knowledge.actions import spaces
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.run import import_folder
from kith.knowledge.models import Space
from kith.prose import profile as profiles


def bring(folder: Path, space_name: str, profile: str, mail: str | None) -> Report:
    """Import a folder into the space of that name, as the person of that address.

    Raises:
        Refused: there is no such person or profile.
    """
    try:
        shipped = profiles.shipped(profile)
    except (profiles.BadProfile, FileNotFoundError) as error:
        raise Refused(f"There is no profile {profile}.") from error
    by = importer(mail)
    return import_folder(folder, space_named(space_name, by), shipped, by=by)


def space_named(name: str, by: Actor) -> Space:
    """The space of that name in which the actor may write for her organisation; it is opened when it is not there."""
    space = policy.spaces.scope(by, "write").filter(name=name, organisation=by.organisation_id).first()
    return space or spaces.open_space(name, by=by)


def importer(mail: str | None) -> Actor:
    """Who imports: whoever has that mail address, or the first owner.

    Raises:
        Refused: nobody has it, or she belongs to no organisation.
    """
    person = Person.objects.filter(email__iexact=mail).first() if mail else _first_owner()
    actor = identity.actor_for(person, via="command") if person else None
    if actor is None:
        raise Refused("Say as whom with --as and a mail address of somebody who belongs to an organisation here.")
    return actor


def _first_owner() -> Person | None:
    """The owner of the organisation that this installation was set up for: the first one there was."""
    owners = Membership.objects.filter(role=Role.OWNER.value, ended_at=None).select_related("person")
    first = owners.order_by("organisation_id", "pk").first()
    return first.person if first else None

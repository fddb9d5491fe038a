"""Doing what a person asked for earlier: as she stands now, in her language, with a sentence when it cannot be done."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.core.actor import Actor
from kith.core.errors import Denied, Refused, Sentence, Unseen
from kith.identity import queries
from kith.identity.models import Person

Done = TypeVar("Done")


def do(
    person: Person,
    organisation_id: int,
    work: Callable[[Actor], Done],
    fail: Callable[[str], Done],
    *,
    not_hers: Sentence,
    broken: Sentence,
) -> Done:
    """Do a piece of work for a person who asked for it, with what she may do by now.

    Args:
        fail: notes the sentence with which it ended, and gives back what a piece of work that failed gives back.
        not_hers: the sentence when it is not hers to do any more.
        broken: the sentence when something broke; the error is raised on.
    """
    with override(person.locale):
        try:
            by = queries.admitted(person, organisation_id)
        except Denied as denied:
            return fail(str(denied.sentence))
        if by is None:
            return fail(_("You do not belong to that organisation any more."))
        try:
            return work(by)
        except (Unseen, Denied):
            return fail(str(not_hers))
        except Refused as refused:
            return fail(str(refused))
        except Exception:
            fail(str(broken))
            raise

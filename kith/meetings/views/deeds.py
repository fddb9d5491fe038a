"""What is done with a thing on its page, by a form that stands there or by a single button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.core.errors import Refused, Sentence, Stale, Unseen
from kith.identity.edges import SignedInRequest, explain

Given = dict[str, object]


@dataclass(frozen=True)
class Deed:
    """Something that is done: who may, what is asked, what is done, and what is said after it.

    Attributes:
        button: nothing is asked that could be wrong in a field; what is refused is said above the page.
    """

    ability: str
    form: type[forms.Form]
    do: Callable[..., object]
    said: Sentence
    button: bool = False


def of(deeds: Mapping[str, Deed], name: str) -> Deed:
    """The deed of that name.

    Raises:
        Unseen: there is none.
    """
    if name not in deeds:
        raise Unseen("Deed")
    return deeds[name]


def done(request: SignedInRequest, deed: Deed, uid: str, form: forms.Form) -> bool:
    """Do it, and say so; or say in the form, or above the page, why it was not done. Whether to go on."""
    if not form.is_valid():
        if deed.button:
            raise Unseen("Deed")
        return False
    actor: Actor = request.actor
    try:
        deed.do(uid, form, actor)
    except Stale:
        messages.error(request, _("It was changed in the meantime. Read it again first."))
    except Refused as refused:
        if not deed.button:
            explain(form, refused)
            return False
        messages.error(request, str(refused))
    else:
        messages.success(request, str(deed.said))
    return True

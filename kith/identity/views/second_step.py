"""The second step: the sign-in library's pages, with who asks it, and where each leads here."""

from typing import Any, cast

from allauth.mfa.base import views as base
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.http import HttpResponse
from django.urls import reverse_lazy

from kith.identity import queries, steps, through
from kith.identity.edges import explained
from kith.identity.models import Organisation, Person

SECOND = reverse_lazy("mfa_index")


class Index(base.IndexView):  # type: ignore[misc]
    """All one's second steps, and who asks for one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The library's context, what is asked of her while she has none, and where else she could act."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = cast(Person, self.request.user)
        bound = through.bound(self.request.session)
        demands = [each for each in steps.demands_on(person) if bound in (None, each.asked_id)]
        asked = [] if steps.held(person).exists() else steps.sentences(demands)
        other = self._other(person) if getattr(self.request, "waits", False) and bound is None else []
        mine = {"whole": through.is_whole(self.request.session, person), "bound": bound is not None}
        return context | mine | {"asked": asked, "other": other}

    def _other(self, person: Person) -> list[Organisation]:
        seats = queries.seats_in(person, None, None)
        return list(queries.organisations_of(person).filter(pk__in=[seat.actor.organisation for seat in seats]))


class End(views.RemoveWebAuthnView):  # type: ignore[misc]
    """A passkey less; not the last second step of somebody of whom one is asked."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        with explained(form):
            steps.require_removable(self.object)
            gone: HttpResponse = super().form_valid(form)
            return gone
        kept: HttpResponse = self.form_invalid(form)
        return kept


class New(views.AddWebAuthnView):  # type: ignore[misc]
    """A new passkey. It is asked to know its person by itself and to ask who she is, so that it can stand alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The library's context; of its question only ours is asked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"form": kwargs.get("form", context["form"]), "js_data": asked}


class Again(views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey again."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page with the sentence; the library would lead to the sign-in page."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form) | {"form": form})
        return answer


index = Index.as_view()
new = New.as_view()
again = Again.as_view()
name = views.EditWebAuthnView.as_view(success_url=SECOND)
end = End.as_view(success_url=SECOND)

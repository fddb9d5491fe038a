"""Passkeys: the sign-in library's pages, each with where it leads here."""

from typing import Any

from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.http import HttpResponse
from django.urls import reverse_lazy

SECOND = reverse_lazy("mfa_index")


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


new = New.as_view()
again = Again.as_view()
name = views.EditWebAuthnView.as_view(success_url=SECOND)
end = views.RemoveWebAuthnView.as_view(success_url=SECOND)

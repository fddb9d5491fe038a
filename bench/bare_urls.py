"""Kith's addresses, and a bare signed-in view: same server, middleware, session and actor, and then a short answer."""

from django.http import HttpResponse
from django.urls import path

from kith.config import urls
from kith.identity.edges import SignedInRequest, signed_in


@signed_in
def bare(request: SignedInRequest) -> HttpResponse:
    """Say who acts, and nothing else."""
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.actor.person_id}</p>")


urlpatterns = [path("bench/bare", bare), *urls.urlpatterns]

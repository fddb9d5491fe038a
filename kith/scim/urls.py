"""Addresses of directories: the owner's page, and what directories ask."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from kith.core import later
from kith.scim.views import page


def asked(place: str, called: str) -> Callable[..., HttpResponse]:
    """What a directory asks. The library that speaks to directories takes long to load, so that no start waits for it.

    Their tokens stand for no browser: nothing is asked of a form of ours (`for_directories`).
    """
    return csrf_exempt(later.function(f"kith.scim.views.{place}", called))


urlpatterns = [
    path("people/organisation/directory", page.directory, name="directory"),
    path("people/organisation/directory/new", page.directory_new, name="directory_new"),
    path("people/organisation/directory/token", page.directory_token, name="directory_token"),
    path("people/organisation/directory/end", page.directory_end, name="directory_end"),
    path("scim/v2/ServiceProviderConfig", asked("discovery", "config"), name="scim_config"),
    path("scim/v2/ResourceTypes", asked("discovery", "resource_types"), name="scim_resource_types"),
    path("scim/v2/ResourceTypes/<str:name>", asked("discovery", "resource_type"), name="scim_resource_type"),
    path("scim/v2/Schemas", asked("discovery", "schemas"), name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", asked("discovery", "schema"), name="scim_schema"),
    path("scim/v2/.search", asked("discovery", "search"), name="scim_search"),
    path("scim/v2/Bulk", asked("discovery", "bulk"), name="scim_bulk"),
    path("scim/v2/Users", asked("users", "users"), name="scim_users"),
    path("scim/v2/Users/.search", asked("users", "users_search"), name="scim_users_search"),
    path("scim/v2/Users/<slug:uid>", asked("users", "user"), name="scim_user"),
    path("scim/v2/Groups", asked("groups", "groups"), name="scim_groups"),
    path("scim/v2/Groups/.search", asked("groups", "groups_search"), name="scim_groups_search"),
    path("scim/v2/Groups/<slug:uid>", asked("groups", "group"), name="scim_group"),
    path("scim/v2/<path:rest>", asked("discovery", "nothing"), name="scim_nothing"),
]

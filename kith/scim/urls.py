"""Addresses of directories: the owner's page, and what directories ask."""

from django.urls import path

from kith.scim.views import discovery, groups, page, users

urlpatterns = [
    path("people/organisation/directory", page.directory, name="directory"),
    path("people/organisation/directory/new", page.directory_new, name="directory_new"),
    path("people/organisation/directory/token", page.directory_token, name="directory_token"),
    path("people/organisation/directory/end", page.directory_end, name="directory_end"),
    path("scim/v2/ServiceProviderConfig", discovery.config, name="scim_config"),
    path("scim/v2/ResourceTypes", discovery.resource_types, name="scim_resource_types"),
    path("scim/v2/ResourceTypes/<str:name>", discovery.resource_type, name="scim_resource_type"),
    path("scim/v2/Schemas", discovery.schemas, name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", discovery.schema, name="scim_schema"),
    path("scim/v2/.search", discovery.search, name="scim_search"),
    path("scim/v2/Bulk", discovery.bulk, name="scim_bulk"),
    path("scim/v2/Users", users.users, name="scim_users"),
    path("scim/v2/Users/.search", users.users_search, name="scim_users_search"),
    path("scim/v2/Users/<slug:uid>", users.user, name="scim_user"),
    path("scim/v2/Groups", groups.groups, name="scim_groups"),
    path("scim/v2/Groups/.search", groups.groups_search, name="scim_groups_search"),
    path("scim/v2/Groups/<slug:uid>", groups.group, name="scim_group"),
    path("scim/v2/<path:rest>", discovery.nothing, name="scim_nothing"),
]

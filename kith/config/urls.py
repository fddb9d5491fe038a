"""Every address of Kith, put together from the domains. Literal addresses stand before those with an id."""

from django.urls import URLPattern, URLResolver, include, path

from kith.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kith.web.urls")),
    path("", include("kith.identity.urls")),
    path("", include("kith.signons.urls")),
    path("", include("kith.notices.urls")),
    path("", include("kith.commitments.urls")),
    path("", include("kith.deadlines.urls")),
    path("", include("kith.meetings.urls")),
    path("", include("kith.webhooks.urls")),
    path("", include("kith.scim.urls")),
    path("", include("kith.knowledge.urls")),
    path("", include("kith.spiral.urls")),
    path("", include("kith.exchange.urls")),
    path("", include("kith.finding.urls")),
    path("", include("kith.speakup.urls")),
    path("", include("kith.partnerships.urls")),
    path("", include("kith.agreements.urls")),
    path("", include("kith.exposures.urls")),
    path("", include("kith.policies.urls")),
    path("", include("kith.register.urls")),
    path("", include("kith.committee.urls")),
    path("", include("kith.claims.urls")),
    path("", include("kith.exits.urls")),
    path("", include("kith.backups.urls")),
    path("", include("kith.privacy.urls")),
    path("", include("kith.assurance.urls")),
    path("", include("kith.measures.urls")),
    path("api/v1/", api.urls),
    path("ui/", include("kith.ui.urls")),
]

handler500 = "kith.web.faults.broken"

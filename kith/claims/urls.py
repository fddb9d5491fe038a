"""Addresses of advisers, insurance and claims."""

from django.urls import path

from kith.claims.views import advisers, claims, covers

urlpatterns = [
    path("protect/claims", claims.overview, name="claims"),
    path("protect/claims/new", claims.claim_new, name="claim_new"),
    path("protect/claims/<slug:uid>", claims.claim, name="claim"),
    path("protect/claims/<slug:uid>/edit", claims.claim_edit, name="claim_edit"),
    path("protect/claims/<slug:uid>/report", claims.claim_report, name="claim_report"),
    path("protect/covers/new", covers.cover_new, name="cover_new"),
    path("protect/covers/<slug:uid>", covers.cover, name="cover"),
    path("protect/covers/<slug:uid>/edit", covers.cover_edit, name="cover_edit"),
    path("protect/covers/<slug:uid>/renewal", covers.cover_renewal, name="cover_renewal"),
    path("protect/advisers/new", advisers.adviser_new, name="adviser_new"),
    path("protect/advisers/<slug:uid>", advisers.adviser, name="adviser"),
    path("protect/advisers/<slug:uid>/edit", advisers.adviser_edit, name="adviser_edit"),
    path("protect/advisers/<slug:uid>/end", advisers.adviser_end, name="adviser_end"),
]

"""Addresses of who was shown what, and of what was told."""

from django.urls import path

from kith.exposures.views import disclosures, log

urlpatterns = [
    path("protect/exposures", log.exposure_log, name="exposure_log"),
    path("protect/disclosures/new", disclosures.disclosure_new, name="disclosure_new"),
    path("disclosures/<slug:uid>", disclosures.disclosure, name="disclosure"),
    path("disclosures/<slug:uid>/letter", disclosures.disclosure_letter, name="disclosure_letter"),
    path("items/<slug:uid>/exposures", log.exposures, name="exposures"),
]

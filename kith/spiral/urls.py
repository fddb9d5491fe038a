"""Addresses of conversions and capture sessions."""

from django.urls import path

from kith.spiral.views import capture, journeys

urlpatterns = [
    path("items/<slug:uid>/journey", journeys.journey, name="journey"),
    path("items/<slug:uid>/conversions/<slug:mode>", journeys.conversion_new, name="conversion_new"),
    path("conversions/<slug:uid>/confirmation", journeys.confirmation, name="conversion_confirmation"),
    path("conversions/<slug:uid>/retraction", journeys.retraction, name="conversion_retraction"),
    path("spiral", journeys.spiral, name="spiral"),
    path("capture", capture.captures, name="captures"),
    path("capture/new/<slug:protocol>", capture.session_new, name="session_new"),
    path("capture/<slug:uid>", capture.session, name="session"),
    path("capture/<slug:uid>/notes", capture.notes, name="session_notes"),
    path("capture/<slug:uid>/notes/<slug:note_uid>/end", capture.note_end, name="session_note_end"),
    path("capture/<slug:uid>/files", capture.file_new, name="session_file_new"),
    path("capture/<slug:uid>/files/<slug:file_uid>", capture.file, name="session_file"),
    path("capture/<slug:uid>/files/<slug:file_uid>/end", capture.file_end, name="session_file_end"),
    path("capture/<slug:uid>/draft", capture.session_draft, name="session_draft"),
]

"""Addresses of what is kept about people."""

from django.urls import path

from kith.privacy.views import erasures, own, records

urlpatterns = [
    path("account/data", own.own_data, name="own_data"),
    path("account/data/file", own.own_data_file, name="own_data_file"),
    path("account/data/erasure", own.own_erasure, name="own_erasure"),
    path("people/left", erasures.people_left, name="people_left"),
    path("people/left/<int:pk>/erasure", erasures.erasure_new, name="erasure_new"),
    path("protect/processing", records.processing, name="processing"),
    path("protect/processing/report", records.processing_report, name="processing_report"),
    path("protect/processing/erasures/<slug:uid>", erasures.erasure, name="erasure"),
    path("protect/processing/erasures/<slug:uid>/<slug:deed>", erasures.erasure_deed, name="erasure_deed"),
    path("protect/retention", records.retention, name="retention"),
    path("protect/retention/hold/<slug:deed>", records.retention_hold, name="retention_hold"),
]

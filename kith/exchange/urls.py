"""Addresses of exports and imports."""

from django.urls import path

from kith.exchange import import_views, views

urlpatterns = [
    path("exports", views.exports, name="exports"),
    path("exports/new", views.export_new, name="export_new"),
    path("exports/<slug:uid>/file", views.export_file, name="export_file"),
    path("imports", import_views.imports, name="imports"),
    path("imports/new", import_views.import_new, name="import_new"),
    path("imports/<slug:uid>", import_views.import_, name="import"),
    path("imports/<slug:uid>/report", import_views.import_report, name="import_report"),
    path("imports/<slug:uid>/agree", import_views.import_agree, name="import_agree"),
    path("imports/<slug:uid>/undo", import_views.import_undo, name="import_undo"),
    path("imports/<slug:uid>/drop", import_views.import_drop, name="import_drop"),
]

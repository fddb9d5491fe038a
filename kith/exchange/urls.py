"""Addresses of exports."""

from django.urls import path

from kith.exchange import views

urlpatterns = [
    path("exports", views.exports, name="exports"),
    path("exports/new", views.export_new, name="export_new"),
    path("exports/<slug:uid>/file", views.export_file, name="export_file"),
]

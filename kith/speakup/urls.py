"""Addresses of reports without names."""

from django.urls import path

from kith.speakup import views

urlpatterns = [
    path("speak-up", views.case, name="speakup_case"),
    path("speak-up/<str:token>", views.speakup, name="speakup"),
    path("reports", views.reports, name="reports"),
    path("reports/channel", views.channel, name="reports_channel"),
    path("reports/<slug:uid>", views.report, name="report"),
]

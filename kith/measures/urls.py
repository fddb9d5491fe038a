"""Addresses of measures."""

from django.urls import path

from kith.measures import views

urlpatterns = [
    path("measure", views.measure, name="measure"),
    path("measure/report", views.measure_report, name="measure_report"),
]

"""Addresses of what is kept about people."""

from django.urls import path

from kith.privacy import views

urlpatterns = [
    path("account/data", views.own_data, name="own_data"),
    path("account/data/file", views.own_data_file, name="own_data_file"),
    path("protect/processing", views.processing, name="processing"),
    path("protect/processing/report", views.processing_report, name="processing_report"),
]

"""Addresses of backups."""

from django.urls import path

from kith.backups import views

urlpatterns = [
    path("protect/backups", views.backups, name="backups"),
    path("protect/backups/new", views.backup_new, name="backup_new"),
    path("protect/backups/trial", views.trial_new, name="trial_new"),
]

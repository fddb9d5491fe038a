"""Addresses of deadlines."""

from django.urls import path

from kith.deadlines import views

urlpatterns = [
    path("deadlines", views.deadlines, name="deadlines"),
    path("deadlines/<slug:uid>", views.deadline, name="deadline"),
]

"""Addresses of requests to the committee."""

from django.urls import path

from kith.committee import views

urlpatterns = [
    path("requests", views.every, name="requests"),
    path("requests/new", views.new, name="request_new"),
    path("requests/<slug:uid>", views.one, name="request"),
    path("requests/<slug:uid>/put", views.put, name="request_put"),
    path("requests/<slug:uid>/decision", views.decision, name="request_decision"),
    path("requests/<slug:uid>/alone", views.hurry, name="request_alone"),
    path("requests/<slug:uid>/withdrawal", views.withdrawal, name="request_withdrawal"),
    path("requests/<slug:uid>/stop", views.stop, name="request_stop"),
]

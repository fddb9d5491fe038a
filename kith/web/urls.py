"""Addresses of the shell."""

from django.urls import path

from kith.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ask", views.ask, name="ask"),
]

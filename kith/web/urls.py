"""Addresses of the shell."""

from django.urls import path

from kith.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ask", views.ask, name="ask"),
    path("ask/<int:pk>/aside", views.ask_aside, name="ask_aside"),
]

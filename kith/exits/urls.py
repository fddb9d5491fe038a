"""Addresses of exits."""

from django.urls import path

from kith.exits import views

urlpatterns = [
    path("protect/exits", views.exits, name="exits"),
    path("exits/<slug:uid>", views.exit_page, name="exit"),
    path("exits/<slug:uid>/pack", views.exit_pack, name="exit_pack"),
    path("exits/<slug:uid>/<slug:deed>", views.exit_deed, name="exit_deed"),
]

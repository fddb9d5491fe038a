"""Addresses of exits."""

from django.urls import path

from kith.exits import views
from kith.identity.edges import proven

urlpatterns = [
    path("protect/exits", views.exits, name="exits"),
    path("exits/<slug:uid>", views.exit_page, name="exit"),
    path("exits/<slug:uid>/pack", views.exit_pack, name="exit_pack"),
    path("exits/<slug:uid>/<slug:deed>", proven(views.exit_deed, "certify"), name="exit_deed"),
]

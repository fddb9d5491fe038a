"""Addresses of signing in through one's firm."""

from django.urls import path

from kith.signons.views import coming, owning, ways

urlpatterns = [
    path("sign-in/with", coming.find, name="sign_in_with"),
    path("sign-in/with/<slug:uid>", coming.go, name="sign_in_through"),
    path("sign-in/with/<slug:uid>/back", coming.back, name="sign_in_back"),
    path("sign-in/with/<slug:uid>/again", coming.again, name="sign_in_again_through"),
    path("account/ways", ways.sign_in_ways, name="sign_in_ways"),
    path("account/ways/<slug:uid>/connect", ways.way_connect, name="way_connect"),
    path("account/ways/<slug:uid>/end", ways.way_disconnect, name="way_disconnect"),
    path("people/organisation/sign-in", owning.provider, name="provider"),
    path("people/organisation/sign-in/<slug:deed>", owning.provider_deed, name="provider_deed"),
]

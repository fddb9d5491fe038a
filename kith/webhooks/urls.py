"""Addresses of webhooks."""

from django.urls import path

from kith.webhooks import views

urlpatterns = [
    path("people/organisation/webhooks", views.hooks, name="hooks"),
    path("people/organisation/webhooks/new", views.hook_new, name="hook_new"),
    path("webhooks/<slug:uid>", views.hook, name="hook"),
    path("webhooks/<slug:uid>/settings", views.hook_settings, name="hook_settings"),
    path("webhooks/<slug:uid>/secret", views.hook_secret, name="hook_secret"),
    path("webhooks/<slug:uid>/deliveries/<slug:delivery_uid>", views.delivery, name="delivery"),
    path("webhooks/<slug:uid>/deliveries/<slug:delivery_uid>/repeat", views.delivery_repeat, name="delivery_repeat"),
    path("webhooks/<slug:uid>/<slug:deed>", views.hook_deed, name="hook_deed"),
]

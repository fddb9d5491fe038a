"""Addresses of notices."""

from django.urls import path

from kith.notices import views

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("inbox/read", views.inbox_read, name="inbox_read"),
    path("inbox/mails", views.inbox_mails, name="inbox_mails"),
    path("inbox/<slug:uid>", views.notice, name="notice"),
]

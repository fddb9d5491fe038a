"""Addresses of partnerships. The page of one partnership also shows its agreements: `agreements.urls` has it."""

from django.urls import path

from kith.partnerships.views import invitations, partnerships

urlpatterns = [
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
    path("partnerships", partnerships.partnerships, name="partnerships"),
    path("partnerships/new", partnerships.partnership_new, name="partnership_new"),
    path("partnerships/<slug:uid>/competition", partnerships.competition, name="competition"),
    path("partnerships/<slug:uid>/sign-in", partnerships.second_step, name="partner_second_step"),
    path("partnerships/<slug:uid>/aims", partnerships.aims, name="aims"),
    path("partnerships/<slug:uid>/aims/<int:aim_id>/end", partnerships.aim_end, name="aim_end"),
]

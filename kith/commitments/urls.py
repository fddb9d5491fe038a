"""Addresses of commitments. They are made where the thing they are about has its pages."""

from django.urls import path

from kith.commitments import views

urlpatterns = [
    path("commitments", views.commitments, name="commitments"),
    path("commitments/report", views.report, name="commitments_report"),
    path("commitments/<slug:uid>", views.commitment, name="commitment"),
    path("commitments/<slug:uid>/<slug:deed>", views.commitment_deed, name="commitment_deed"),
]

"""Addresses of what an organisation asks of its people."""

from django.urls import path

from kith.policies import views

urlpatterns = [
    path("protect/asked", views.asked, name="asked"),
    path("protect/asked/training", views.training_new, name="training_new"),
    path("protect/asked/<slug:uid>", views.requirement, name="requirement"),
    path("protect/asked/<slug:uid>/end", views.requirement_end, name="requirement_end"),
    path("asked", views.mine_asked, name="mine_asked"),
    path("asked/<slug:uid>", views.note, name="note"),
]

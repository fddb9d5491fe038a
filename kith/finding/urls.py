"""Addresses of searches that are kept, answers, gaps, and words that mean the same."""

from django.urls import path

from kith.finding import answer_views, views

urlpatterns = [
    path("searches", views.watches, name="watches"),
    path("searches/new", views.watch_new, name="watch_new"),
    path("searches/<slug:uid>", views.watch, name="watch"),
    path("searches/<slug:uid>/telling", views.watch_telling, name="watch_telling"),
    path("searches/<slug:uid>/end", views.watch_end, name="watch_end"),
    path("answers/new", answer_views.answer_new, name="answer_new"),
    path("answers/<slug:uid>", answer_views.answer, name="answer"),
    path("gaps", views.gaps, name="gaps"),
    path("gaps/<int:pk>", views.gap, name="gap"),
    path("synonyms", views.synonyms, name="synonyms"),
    path("synonyms/<int:pk>/end", views.synonym_end, name="synonym_end"),
]

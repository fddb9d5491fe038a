"""Addresses of committees, meetings and questions."""

from django.urls import path

from kith.meetings.views import ballots, committees, meetings

urlpatterns = [
    path("meetings", committees.overview, name="meetings"),
    path("meetings/committees/new", committees.committee_new, name="committee_new"),
    path("meetings/committees/<slug:uid>", committees.committee, name="committee"),
    path("meetings/committees/<slug:uid>/meetings/new", meetings.meeting_new, name="meeting_new"),
    path("meetings/committees/<slug:uid>/ballots/new", ballots.ballot_new, name="ballot_new"),
    path("meetings/committees/<slug:uid>/<slug:deed>", committees.committee_deed, name="committee_deed"),
    path("meetings/ballots/<slug:uid>", ballots.ballot, name="ballot"),
    path("meetings/ballots/<slug:uid>/<slug:deed>", ballots.ballot_deed, name="ballot_deed"),
    path("meetings/<slug:uid>", meetings.meeting, name="meeting"),
    path("meetings/<slug:uid>.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("meetings/<slug:uid>/minutes", meetings.minutes, name="minutes"),
    path("meetings/<slug:uid>/agenda/file", meetings.agenda_file, name="agenda_file"),
    path("meetings/<slug:uid>/minutes/file", meetings.minutes_file, name="minutes_file"),
    path("meetings/<slug:uid>/<slug:deed>", meetings.meeting_deed, name="meeting_deed"),
]

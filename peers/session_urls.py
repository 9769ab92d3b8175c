"""Addresses of sessions."""

from django.urls import path

import web.converters  # noqa: F401  (`<id:…>`)
from peers.views import sessions

app_name = "sessions"
urlpatterns = [
    path("partnerships/<id:partnership_id>/sessions/new/", sessions.plan, name="plan"),
    path("sessions/<id:session_id>/", sessions.show, name="show"),
    path("sessions/<id:session_id>/accept/", sessions.accept, name="accept"),
    path("sessions/<id:session_id>/poll/", sessions.poll, name="poll"),
    path("sessions/<id:session_id>/times/", sessions.times, name="times"),
    path("sessions/<id:session_id>/cancel/", sessions.cancel, name="cancel"),
]

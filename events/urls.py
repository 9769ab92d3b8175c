"""Addresses of the calendar."""

from django.urls import URLPattern, path

from events.attendance import urls as attendance
from events.circulars import urls as circulars
from events.documentation import urls as documentation
from events.meetings import views as meetings
from events.meetings.polls import views as polls
from events.stage import urls as stage
from events.symposia import urls as symposia
from events.views import adding, calendars, editing, feeds, overview, pages, participants, registering, sharing
from events.workshops import urls as workshops

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("events/", overview.by_day, name="list"),
    path("events/month/", overview.by_month, name="month"),
    path("events/map/", overview.by_hour, name="map"),
    path("events/new/", editing.new, name="new"),
    path("events/hours/", editing.hours, name="hours"),
    path("events/<slug:slug>/", pages.event, name="event"),
    path("events/<slug:slug>/seat/", pages.seat, name="seat"),
    path("events/<slug:slug>/register/", pages.register, name="register"),
    path("events/<slug:slug>/register/details/", registering.details, name="register_details"),
    path("events/<slug:slug>/group/<slug:member_slug>/", registering.group, name="register_group"),
    path("events/<slug:slug>/questions/", registering.questions, name="questions"),
    path("events/<slug:slug>/questions/<id:question_id>/drop/", registering.drop_question, name="drop_question"),
    path("events/<slug:slug>/withdraw/", pages.withdraw, name="withdraw"),
    path("events/<slug:slug>/move/", pages.move, name="move"),
    path("events/<slug:slug>/edit/", editing.edit, name="edit"),
    path("events/<slug:slug>/participants/", participants.show, name="participants"),
    path("events/<slug:slug>/participants/add/", adding.choose, name="add_people"),
    path("events/<slug:slug>/participants/add/list/", adding.from_list, name="add_list"),
    path("events/<slug:slug>/participants/decide/", participants.decide, name="decide"),
    path("events/<slug:slug>/participants.csv", participants.export, {"kind": "csv"}, name="export_csv"),
    path("events/<slug:slug>/participants.xlsx", participants.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("events/<slug:slug>/calendar.ics", calendars.event, name="calendar_file"),
    path("calendar/", calendars.mine, name="my_calendar"),
    path("calendar/renew/", calendars.renew, name="renew_calendar"),
    path("calendar/revoke/", calendars.revoke, name="revoke_calendar"),
    path("calendar/share/", sharing.share, name="share"),
    path("calendar/embed/", feeds.embedded, name="embedded"),
    path("calendar.ics", feeds.ics, name="public_feed"),
    path("calendar.atom", feeds.atom_feed, name="atom"),
    path("calendar.json", feeds.json_feed, name="json"),
    path("calendar/hours/", meetings.working_hours, name="working_hours"),
    path("calendar/busy/", meetings.own_calendar, name="own_calendar"),
    path("meetings/polls/<id:poll_id>/", polls.show, name="poll"),
    path("meetings/polls/<id:poll_id>/answer/", polls.answer, name="answer_poll"),
    path("meetings/polls/<id:poll_id>/book/", polls.book, name="book_poll"),
    path("meetings/polls/<id:poll_id>/times/", polls.more_times, name="poll_times"),
    path("meetings/polls/<id:poll_id>/call-off/", polls.call_off, name="call_off_poll"),
    path("polls/<str:token>/", polls.private, name="private_poll"),
    path("meetings/<id:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<id:meeting_id>/calendar.ics", meetings.calendar_file, name="meeting_file"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    *symposia.urlpatterns,
    *attendance.urlpatterns,
    *circulars.urlpatterns,
    *workshops.urlpatterns,
    *documentation.urlpatterns,
    *stage.urlpatterns,
]

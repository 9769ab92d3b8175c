"""Addresses of a live stage; part of the calendar's."""

from django.urls import URLPattern, path

from events.stage.views import acting, formats, moderating, pages
from web import converters

_STAGE = "events/<slug:slug>/stage/"
_SESSION, _QUESTION, _BALLOT = (
    f"{_STAGE}{part}" for part in ("sessions/<id:session_id>/", "questions/<id:question_id>/", "polls/<id:ballot_id>/")
)

urlpatterns: list[URLPattern] = [
    path(_STAGE, pages.show, name="stage"),
    path(f"{_STAGE}now/", pages.now, name="stage_now"),
    path(f"{_STAGE}announce/", moderating.announce, name="stage_announce"),
    path(f"{_STAGE}listen/", acting.listen, name="stage_listen"),
    path(f"{_STAGE}stages/<id:stage_id>/", moderating.put, name="stage_broadcast"),
    path(_SESSION, pages.session, name="stage_session"),
    path(f"{_SESSION}parts/<slug:name>/", pages.part, name="stage_part"),
    path(f"{_SESSION}ask/", acting.ask, name="stage_ask"),
    path(f"{_SESSION}applaud/", acting.applaud, name="stage_applaud"),
    path(f"{_SESSION}conversation/", acting.join, name="stage_join"),
    path(f"{_SESSION}green-room/", acting.green_room, name="stage_green_room"),
    path(f"{_SESSION}polls/", moderating.make_ballot, name="stage_make_poll"),
    path(f"{_SESSION}chairs/<id:person_id>/free/", formats.free, name="stage_free_chair"),
    path(f"{_SESSION}chairs/<slug:deed>/", formats.chair, name="stage_chair"),
    path(f"{_SESSION}groups/<slug:deed>/", formats.groups, name="stage_groups"),
    path(f"{_QUESTION}vote/", acting.vote, name="stage_vote"),
    path(f"{_QUESTION}<slug:deed>/", moderating.question, name="stage_question"),
    path(f"{_BALLOT}choose/", acting.choose, name="stage_choose"),
    path(f"{_BALLOT}<slug:deed>/", moderating.ballot, name="stage_poll"),
]

__all__ = ["converters", "urlpatterns"]

"""Addresses of a room."""

from django.urls import path

from rooms import consulting, views
from web import converters  # noqa: F401  (registers `id`)

app_name = "rooms"

urlpatterns = [
    path("rooms/<id:room_id>/", views.show, name="room"),
    path("rooms/<id:room_id>/parts/<slug:name>/", views.part, name="part"),
    path("rooms/<id:room_id>/say/", views.say, name="say"),
    path("rooms/<id:room_id>/messages/<id:message_id>/edit/", views.edit, name="edit"),
    path("rooms/<id:room_id>/messages/<id:message_id>/withdraw/", views.withdraw, name="withdraw"),
    path("rooms/<id:room_id>/notes/", views.shared_notes, name="notes"),
    path("rooms/<id:room_id>/people/<id:person_id>/<slug:action>/", views.person, name="person"),
    path("rooms/<id:room_id>/begin/", consulting.begin, name="begin"),
    path("rooms/<id:room_id>/take-over/", consulting.take_over, name="take_over"),
    path("rooms/<id:room_id>/cast/<id:person_id>/", consulting.cast, name="cast"),
    path("rooms/<id:room_id>/actions/", consulting.agree, name="agree"),
    path("rooms/<id:room_id>/actions/<id:action_id>/withdraw/", consulting.take_back, name="take_back"),
    path("rooms/<id:room_id>/outcomes/<id:outcome_id>/", consulting.answer, name="answer"),
    path("rooms/<id:room_id>/recording/<slug:deed>/", consulting.record, name="record"),
    path("rooms/<id:room_id>/close/", consulting.close, name="close"),
    path("rooms/<id:room_id>/clock/<slug:action>/", views.time, name="clock"),
]

"""Addresses of messages to participants; part of the calendar's."""

from django.urls import URLPattern, path

from events.circulars import views
from web import converters

_ALL = "events/<slug:slug>/messages/"
_ONE = f"{_ALL}<id:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, views.index, name="circulars"),
    path(f"{_ALL}new/", views.new, name="new_circular"),
    path(_ONE, views.show, name="circular"),
    path(f"{_ONE}edit/", views.edit, name="edit_circular"),
    path(f"{_ONE}send/", views.send, name="send_circular"),
    path(f"{_ONE}discard/", views.discard, name="discard_circular"),
]

__all__ = ["converters", "urlpatterns"]

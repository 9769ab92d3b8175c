"""Addresses of documentations, ratings and reports; part of the calendar's."""

from django.urls import URLPattern, path

from events.documentation.views import editing, rating, reading, reporting
from web import converters

_DOC, _EDIT = "events/<slug:slug>/documentation/", "events/<slug:slug>/documentation/edit/"
_ITEM, _REPORT, _RATE = f"{_EDIT}<id:number>/", "events/<slug:slug>/report/", "events/<slug:slug>/feedback/"

urlpatterns: list[URLPattern] = [
    path(_DOC, reading.show, name="documentation"),
    path(f"{_DOC}<id:number>/", reading.take, name="take_item"),
    path(_EDIT, editing.index, name="documentation_index"),
    path(f"{_EDIT}new/", editing.new, name="new_item"),
    path(_ITEM, editing.edit, name="edit_item"),
    path(f"{_ITEM}publish/", editing.publish, name="publish_item"),
    path(f"{_ITEM}withdraw/", editing.withdraw, name="withdraw_item"),
    path(f"{_ITEM}delete/", editing.delete, name="delete_item"),
    path(_RATE, rating.show, name="feedback"),
    path(f"{_RATE}<id:number>/", rating.rate, name="rate"),
    path(_REPORT, reporting.show, name="report"),
    path(f"{_REPORT}report.pdf", reporting.document, name="report_file"),
    path(f"{_REPORT}<slug:name>.<str:kind>", reporting.sheet, name="report_sheet"),
]

__all__ = ["converters", "urlpatterns"]

"""Addresses of a case's papers, below `/advisory/`."""

from django.urls import path

import web.converters  # noqa: F401  (`<id:…>`)
from exchanges.advisory import paper_views

app_name = "papers"
urlpatterns = [
    path("cases/<id:case_id>/sheet/", paper_views.sheet, name="sheet"),
    path("cases/<id:case_id>/sheet.pdf", paper_views.sheet_file, name="sheet_file"),
    path("cases/<id:case_id>/advice/", paper_views.note, name="note"),
    path("cases/<id:case_id>/advice.pdf", paper_views.note_file, name="note_file"),
]

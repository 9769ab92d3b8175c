"""The papers of a case, as pages and as files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exchanges.advisory import papers
from members.views.asking import person_of
from web.documents.document import Document
from web.documents.files import download


@login_required
@require_safe
def sheet(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case sheet, whole."""
    return _page(request, case_id, "sheet_file", papers.sheet(person_of(request), case_id))


@login_required
@require_safe
def sheet_file(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case sheet on two pages."""
    return download(f"case-{case_id}", papers.sheet(person_of(request), case_id, whole=False))


@login_required
@require_safe
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """The advice note."""
    return _page(request, case_id, "note_file", papers.note(person_of(request), case_id))


@login_required
@require_safe
def note_file(request: HttpRequest, case_id: int) -> HttpResponse:
    """The advice note as a file."""
    return download(f"advice-{case_id}", papers.note(person_of(request), case_id))


def _page(request: HttpRequest, case_id: int, file: str, document: Document) -> HttpResponse:
    addresses = {"file_address": reverse(f"papers:{file}", args=[case_id]), "back_address": _case(case_id)}
    return render(request, "web/document.html", {"document": document, **addresses})


def _case(case_id: int) -> str:
    return f"/advisory/cases/{case_id}/"

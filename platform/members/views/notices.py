"""Notices: what the reader was told."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from members import notices
from members.models import Notice
from members.views.asking import person_of, signed_in_post
from web.pagination import page


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Newest first; each leads where it is about."""
    person = person_of(request)
    cut = page(request, notices.of(person))
    told = [
        (notice, render_to_string(f"notices/{notice.kind}.html", context))
        for notice, context in notices.with_subjects(list(cut.object_list))
    ]
    return render(request, "members/notices.html", {"page": cut, "told": told})


@signed_in_post
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice read and go where it leads."""
    notice: Notice | None = notices.mark_read(person_of(request), notice_id)
    return redirect((notice and notice.address) or "members:notices")


@signed_in_post
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice read."""
    notices.mark_read(person_of(request))
    return redirect("members:notices")

"""Slides as a download."""

from django.http import HttpResponse

from events import pdf_files
from events.models import Slides


def file_of(slides: Slides) -> HttpResponse:
    """The file, as an attachment."""
    return pdf_files.download(slides.name, slides.content)

"""Documents as downloads."""

from django.http import HttpResponse

from web.documents.document import Document
from web.documents.pdf import pdf


def download(name: str, document: Document) -> HttpResponse:
    """The document as a PDF to be kept.

    Args:
        name: the file's name without ending, of letters that need no quoting.
        document: what it says.
    """
    response = HttpResponse(pdf(document), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response

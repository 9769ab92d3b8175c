"""What a person can be told when the platform will not do what they asked.

Every app subclasses `Refused` for its own rules. A view catches it and puts the sentence into the form; what nobody
catches is turned into a page with the right status by `web.middleware.Refusals`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The platform refused, for a reason the person can read.

    Attributes:
        sentence: one plain sentence, lazily translated; a subclass sets it, an instance may replace it.
        field: the form field the sentence belongs to, or "" for the form as a whole.
        status: the HTTP status of the page when nobody catches the refusal.
    """

    sentence: str | Promise = _("This is not possible right now.")
    field: str = ""
    status: int = 409

    def __init__(self, sentence: str | Promise | None = None, *, field: str | None = None, status: int | None = None):
        """Keep what this occurrence says differently from its class."""
        if sentence is not None:
            self.sentence = sentence
        if field is not None:
            self.field = field
        if status is not None:
            self.status = status
        super().__init__(self.sentence)

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        return str(self.sentence)


class Forbidden(Refused):
    """The person may not do this."""

    sentence = _("You are not allowed to do this.")
    status = 403


class TooOften(Refused):
    """The person does this too often (see `web.throttle`)."""

    sentence = _("That was a little fast. Please wait a moment and try again.")
    status = 429

"""The one thing the shell keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.Model):
    """A report of a barrier or a fault."""

    text = models.TextField(_("text"))
    page = models.CharField(_("page"), max_length=300, blank=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        """The beginning of the text."""
        return self.text[:60]

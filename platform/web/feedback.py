"""Reports of barriers and faults: the form, the row, the mail to whoever runs this."""

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from web.forms import Form
from web.models import Feedback
from web.throttle import throttle


class FeedbackForm(Form):
    """What went wrong, where, and whom to answer."""

    text = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("What did you want to do, and what got in the way? A few words are enough."),
    )
    page = forms.CharField(label=_("On which page?"), required=False, max_length=300)
    reply_to = forms.EmailField(
        label=_("Where may we answer?"),
        required=False,
        help_text=_("Your e-mail address. Without one we read your report but cannot answer."),
    )


def give(*, text: str, page: str, reply_to: str, sender: str) -> Feedback:
    """Keep the report and mail it to the operator.

    Args:
        text: what the person wrote.
        page: the address it is about.
        reply_to: where to answer, or "".
        sender: network address, only counted against flooding and not kept.

    Raises:
        TooOften: more than ten reports in an hour from one network address.
    """
    throttle("feedback", sender, 10, 3600)
    with transaction.atomic():
        report = Feedback.objects.create(text=text, page=page, reply_to=reply_to)
        transaction.on_commit(lambda: _mail(report), robust=True)
    return report


def _mail(report: Feedback) -> None:
    """Tell the operator; the row stays whatever the mail does (`robust` logs a failure)."""
    address = settings.OPERATOR["email"]
    if not address:
        return
    subject = f"[Vernetzt] Feedback {report.pk}"
    body = f"{report.text}\n\n{settings.BASE_URL}{report.page}\n{report.reply_to}"
    EmailMessage(subject, body, to=[address], reply_to=[report.reply_to] if report.reply_to else []).send()

"""Notices on their way to the mail server: claimed, sent, marked; tried again with growing pauses, or bounced.

A mail is claimed by one conditional UPDATE that moves `due_at` ahead, so two workers never send the same, and no
transaction waits for the mail server. A process that dies between the server's answer and the mark is the one case
in which a mail goes out twice; both copies carry the same Message-ID, and the second is logged.
"""

import logging
import smtplib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ledger import precedence
from ledger.precedence import Rank
from members import notices
from members.models import Notice
from web import zones

LEASE = timedelta(minutes=3)
"""How long a claim keeps others away: longer than any mail server may take (`EMAIL_TIMEOUT`)."""
TRIES = 10
"""With doubling pauses from one minute a mail server may be away for eight hours."""

_log = logging.getLogger(__name__)


class Undeliverable(Exception):
    """The mail server said that it will never take this mail."""


def mail_due(*, limit: int = 100) -> int:
    """Send what is due, oldest first. Returns how many mails the server took."""
    with precedence.seat(Rank.MAIL) as free:
        return _send_due(limit) if free else 0


def _send_due(limit: int) -> int:
    now = timezone.now()
    waiting = Notice.objects.filter(by_mail=True, mailed_at=None, bounced="", due_at__lte=now)
    ids = list(waiting.order_by("due_at", "id").values_list("id", flat=True)[:limit])
    if not ids:
        return 0
    connection = get_connection()
    try:
        return sum(_deliver(notice_id, connection) for notice_id in ids)
    finally:
        connection.close()


def _claim(notice_id: int) -> Notice | None:
    """The notice, when this call is the one that may send it now; its row was locked while it was claimed."""
    now = timezone.now()
    due = Notice.objects.filter(id=notice_id, by_mail=True, mailed_at=None, bounced="", due_at__lte=now)
    if not due.update(due_at=now + LEASE, tries=F("tries") + 1):
        return None
    return Notice.objects.select_related("person").get(id=notice_id)


def _deliver(notice_id: int, connection: BaseEmailBackend) -> bool:
    precedence.give_way(Rank.MAIL)
    notice = _claim(notice_id)
    if notice is None:
        return False
    if notice.tries > 1:
        _log.warning("Notice %s is mailed again (try %s): an earlier copy may have arrived", notice.id, notice.tries)
    if not _reachable(notice):
        Notice.objects.filter(id=notice_id).update(by_mail=False)
        return False
    try:
        connection.open()
        _send(notice, connection)
    except Undeliverable as refusal:
        _bounced(notice, str(refusal))
        return False
    except Exception as error:
        _failed(notice, error)
        connection.close()
        return False
    Notice.objects.filter(id=notice_id).update(mailed_at=timezone.now())
    return True


def _reachable(notice: Notice) -> bool:
    """Whether anybody is there to read it: the account is open, and its address not one that can receive no mail.

    Addresses under `.invalid` (RFC 2606) belong to demo persons, whose mails a demo shows, and to a rehearsal's bots.
    """
    if notice.person is None:
        return True
    return notice.person.is_active and (settings.DEMO or not notice.person.email.endswith(".invalid"))


def _failed(notice: Notice, error: Exception) -> None:
    """Try later, or give up after the last try."""
    _log.warning("Notice %s could not be mailed (try %s): %s", notice.id, notice.tries, type(error).__name__)
    if notice.tries >= TRIES:
        _bounced(notice, f"{type(error).__name__}: {error}")
        return
    pause = timedelta(minutes=2 ** (notice.tries - 1))
    Notice.objects.filter(id=notice.id).update(due_at=timezone.now() + pause)


def _bounced(notice: Notice, reason: str) -> None:
    """Note why the mail will never arrive; whoever invited this address sees it beside the invitation."""
    with transaction.atomic():
        Notice.objects.filter(id=notice.id).update(bounced=reason[:2000] or "?")


def _send(notice: Notice, connection: BaseEmailBackend) -> None:
    """Hand the mail to the server.

    Raises:
        Undeliverable: the server refused the address or the mail for good (a 5xx answer, RFC 5321, 4.2.1).
    """
    message = compose(notice, connection)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        answers = list(refused.recipients.values())
        if all(500 <= code < 600 for code, _ in answers):
            raise Undeliverable("; ".join(f"{code} {text!r}" for code, text in answers)) from refused
        raise
    except smtplib.SMTPResponseException as refused:
        if isinstance(refused, smtplib.SMTPDataError) and 500 <= refused.smtp_code < 600:
            raise Undeliverable(f"{refused.smtp_code} {refused.smtp_error!r}") from refused
        raise


def compose(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as it goes out: in the recipient's language and zone, as text and as simple HTML."""
    language, zone = _language(notice), _zone(notice)
    with translation.override(language), timezone.override(zone):
        subject, text = written(notice)
        address = absolute(notice.address)
        context = {"paragraphs": _paragraphs(text), "address": address, "language": language}
        files, reply_to = _files(notice), _reply_to(notice)
        html = render_to_string("members/mail.html", {**context, "subject": subject})
        body = _plain("members/mail.txt", {"text": text, "address": address})
    headers = {
        "Message-ID": f"<notice-{notice.id}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
    to = notice.person.email if notice.person else notice.email
    message = EmailMultiAlternatives(subject, body, to=[to], reply_to=reply_to, headers=headers, connection=connection)
    message.attach_alternative(html, "text/html")
    for name, content, kind in files:
        message.attach(name, content, kind)
    return message


def written(notice: Notice) -> tuple[str, str]:
    """Subject and text of a notice in the active language; the subject is one line, whatever stands in it."""
    [(_, context)] = notices.with_subjects([notice])
    rendered = _plain(f"notices/{notice.kind}.txt", context).strip()
    subject, _, text = rendered.partition("\n")
    return " ".join(subject.split())[:200], text.strip()


def _plain(template: str, context: dict[str, Any]) -> str:
    """A template rendered as text: nothing is escaped, because nobody reads it as HTML."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)  # noqa: S101
    return engine.engine.get_template(template).render(Context(context, autoescape=False))


def absolute(address: str) -> str:
    """A path of this site as an address that works in a mail; nothing for nothing."""
    return f"{settings.BASE_URL}{address}" if address else ""


def _files(notice: Notice) -> list[tuple[str, bytes, str]]:
    attached = notices.attachments.get(notice.kind)
    return list(attached(notice)) if attached else []


def _reply_to(notice: Notice) -> list[str]:
    named = notices.replies.get(notice.kind)
    return [address] if named and (address := named(notice)) else []


def _paragraphs(text: str) -> list[list[str]]:
    return [part.splitlines() for part in text.split("\n\n") if part.strip()]


def _language(notice: Notice) -> str:
    wanted = notice.person.language if notice.person else str(notice.data.get("language", ""))
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _zone(notice: Notice) -> ZoneInfo:
    """The recipient's zone, else that of a member they act for; for an address the one it is told in."""
    person = notice.person
    chosen = zones.valid(person.time_zone if person else str(notice.data.get("zone", "")))
    if person and not chosen:
        delegation = person.delegations.filter(state="admitted").select_related("member").first()
        chosen = delegation.member.time_zone if delegation else ""
    return zones.current(chosen)

"""Mails of notices over real SMTP: once, in the reader's language and zone, tried again, bounced, harmless."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections
from django.utils import timezone
from pytest_django import Settings

from members import mailing, notices
from members.models import Member, Notice, Person
from tests.mailbox import Strict, strict_mail_server
from tests.members.conftest import MakePerson
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db


def parts_of(mail: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


@pytest.fixture
def server(settings: Settings) -> Iterator[Strict]:
    with strict_mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, PATIENCE
        yield mailbox


def invite(member: Member, email: str = "new@example.org", **data: object) -> Notice:
    expires = "2026-12-06T13:30:00+00:00"
    given = {"member_id": member.id, "person_id": None, "expires_at": expires, **data}
    address = "/members/invitations/1/"
    notices.tell_address(email, language="de", kind="invitation", key=email, data=given, address=address)
    return Notice.objects.get(email=email)


def admit(member: Member, person: Person) -> Notice:
    notices.tell(
        [person.id], kind="delegate_admitted", key="k", data={"member_id": member.id}, address="/members/kochi/"
    )
    return Notice.objects.get(person=person)


def test_a_notice_is_mailed_once_with_its_address(server: Strict, kochi: Member, make_person: MakePerson) -> None:
    notice = admit(kochi, make_person("Anil"))
    assert (mailing.mail_due(), mailing.mail_due()) == (1, 0)
    [mail] = server.to("anil@example.org")
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("You act for Kochi", "auto-generated")
    assert mail["Message-ID"] == f"<notice-{notice.id}@localhost>"
    text, html = parts_of(mail)
    assert "http://localhost:8000/members/kochi/" in text
    assert '<a href="http://localhost:8000/members/kochi/">' in html
    notice.refresh_from_db()
    assert notice.mailed_at is not None


def test_moments_stand_in_the_reader_s_zone_and_the_mail_in_their_language(
    server: Strict, kochi: Member, make_person: MakePerson
) -> None:
    anil = make_person("Anil", kochi, language="de")
    data = {"member_id": kochi.id, "person_id": None, "expires_at": "2026-12-06T13:30:00+00:00"}
    notices.tell([anil.id], kind="invitation", key="i", data=data)
    mailing.mail_due()
    [mail] = server.to(anil.email)
    assert mail["Content-Language"] == "de"
    assert "19:00 (Kolkata)" in parts_of(mail)[0]


def test_an_address_without_an_account_gets_its_mail(server: Strict, kochi: Member) -> None:
    invite(kochi)
    mailing.mail_due()
    [mail] = server.to("new@example.org")
    assert mail["Content-Language"] == "de"


def test_names_cannot_add_headers_or_markup(server: Strict, make_member: Any, make_person: MakePerson) -> None:
    evil = make_member("Kochi\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> & Söhne")
    admit(evil, make_person("Anil"))
    mailing.mail_due()
    [mail] = server.mails
    assert (mail["Bcc"], mail["X-Recipients"]) == (None, "anil@example.org")
    assert mail["Subject"] == "You act for Kochi"
    text, html = parts_of(mail)
    assert "<script>alert(1)</script> & Söhne" in text
    assert "<script>" not in html


def test_a_refused_address_bounces_and_is_seen_beside_the_invitation(server: Strict, kochi: Member) -> None:
    server.answers["new@example.org"] = "550 no such mailbox"
    notice = invite(kochi)
    assert mailing.mail_due() == 0
    notice.refresh_from_db()
    assert notice.bounced == "550 b'no such mailbox'"
    assert notices.mails() == {"waiting": 0, "failing": 0, "bounced": 1}
    server.answers.clear()
    assert mailing.mail_due() == 0


def test_a_server_that_says_later_is_asked_later(server: Strict, kochi: Member) -> None:
    server.answers["new@example.org"] = "451 try later"
    notice, began = invite(kochi), timezone.now()
    mailing.mail_due()
    notice.refresh_from_db()
    assert (notice.tries, notice.bounced, notice.mailed_at) == (1, "", None)
    assert began + timedelta(seconds=50) < notice.due_at < timezone.now() + timedelta(seconds=70)
    server.answers.clear()
    assert mailing.mail_due() == 0
    Notice.objects.update(due_at=timezone.now())
    assert mailing.mail_due() == 1
    assert len(server.to("new@example.org")) == 1


def test_a_server_that_stays_away_makes_it_bounce_after_the_last_try(settings: Settings, kochi: Member) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notice = invite(kochi)
    for _ in range(mailing.TRIES):
        assert notices.mails()["bounced"] == 0
        Notice.objects.update(due_at=timezone.now())
        mailing.mail_due()
    notice.refresh_from_db()
    assert notice.bounced.startswith("ConnectionRefusedError")


def test_one_bad_mail_keeps_no_other_back(server: Strict, kochi: Member, make_person: MakePerson) -> None:
    notices.tell([make_person("Anil").id], kind="no_such_template", key="k", data={})
    invite(kochi)
    assert mailing.mail_due() == 1


def test_who_was_barred_meanwhile_gets_no_mail(server: Strict, kochi: Member, make_person: MakePerson) -> None:
    anil = make_person("Anil")
    admit(kochi, anil)
    Person.objects.filter(id=anil.id).update(is_active=False)
    assert mailing.mail_due() == 0
    assert server.mails == []


class Slow(BaseEmailBackend):
    """A backend in which every mail takes until all workers have claimed theirs."""

    sent: list[str] = []
    gate = threading.Barrier(1)

    def send_messages(self, messages: Any) -> int:
        Slow.gate.wait(PATIENCE)
        Slow.sent += [message.to[0] for message in messages]
        return len(messages)


def in_parallel(count: int, work: Any) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_forty_mails_once_each(settings: Settings, kochi: Member) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    with connection.cursor():
        Notice.objects.bulk_create(
            Notice(
                email=f"p{number}@example.org", kind="delegate_admitted", key=str(number), data={"member_id": kochi.id}
            )
            for number in range(40)
        )
    Slow.sent, Slow.gate = [], threading.Barrier(1)
    in_parallel(8, mailing.mail_due)
    assert sorted(Slow.sent) == sorted(f"p{number}@example.org" for number in range(40))


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_workers_send_the_same_mail(
    settings: Settings, kochi: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: take the claim's condition out and see the mail go out twice."""
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    notice = Notice.objects.create(
        email="p@example.org", kind="delegate_admitted", key="1", data={"member_id": kochi.id}
    )
    monkeypatch.setattr(mailing, "_claim", lambda notice_id: Notice.objects.select_related("person").get(id=notice.id))
    Slow.sent, Slow.gate = [], threading.Barrier(2)
    in_parallel(2, mailing.mail_due)
    assert Slow.sent == ["p@example.org", "p@example.org"]


def test_nothing_is_sent_to_bots_and_other_addresses_that_can_receive_no_mail(
    server: Strict, settings: Settings, kochi: Member, make_person: MakePerson
) -> None:
    bot = make_person("Bot")
    Person.objects.filter(id=bot.id).update(email="bot-1-kochi@rehearsal.invalid")
    notice = admit(kochi, bot)
    assert (mailing.mail_due(), server.mails) == (0, [])
    settings.DEMO = True
    Notice.objects.filter(id=notice.id).update(by_mail=True, due_at=timezone.now())
    assert mailing.mail_due() == 1


def test_what_was_taken_back_while_others_were_sent_stays_unsent(server: Strict, kochi: Member) -> None:
    Notice.objects.filter(id=invite(kochi).id).update(by_mail=False)
    assert mailing._claim(Notice.objects.get().id) is None


def test_many_mails_go_over_one_connection(server: Strict, kochi: Member) -> None:
    for number in range(3):
        invite(kochi, f"new-{number}@example.org")
    assert mailing.mail_due() == 3
    assert len({mail["X-Peer"] for mail in server.mails}) == 1


def test_what_a_worker_that_died_had_claimed_goes_out_later_and_is_logged(
    server: Strict, kochi: Member, caplog: pytest.LogCaptureFixture
) -> None:
    notice = invite(kochi)
    mailing._claim(notice.id)
    assert mailing.mail_due() == 0
    Notice.objects.filter(id=notice.id).update(due_at=timezone.now())
    assert mailing.mail_due() == 1
    assert f"Notice {notice.id} is mailed again (try 2): an earlier copy may have arrived" in caplog.messages

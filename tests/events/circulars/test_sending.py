"""A message to participants: whom it reaches, that it goes once, in whose language, and what comes back."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from events import registrations
from events.circulars import composing, deliveries, previews, recipients, sending
from events.circulars.errors import AlreadySent, NobodyFits, NoSuchCircular, NotAsSeen
from events.errors import NotYourEvent
from events.models import Bookmark, Circular, Event, Registration, Session
from ledger.reading import since
from members import mailing, refusals
from members.models import Notice, Person
from tests.events import cast
from tests.mailbox import Strict, strict_mail_server
from web.errors import TooOften

pytestmark = pytest.mark.django_db
BOTH = {"subjects": {"en": "Bring water", "de": "Wasser"}, "texts": {"en": "It is hot.", "de": "Es ist heiß."}}
SEATED = [Registration.State.CONFIRMED]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga: Person) -> Event:
    return cast.event(by=olga, contact="heat@example.org")


@pytest.fixture
def server(settings: Settings) -> Iterator[Strict]:
    with strict_mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox


def seated(event: Event, name: str, town: str = "Kochi", country: str = "IN", language: str = "en") -> Person:
    member = cast.member(town, country)
    person = cast.person(name, acts_for=member, language=language)
    registrations.register(event, person, member)
    return person


def draft(event: Event, olga: Person, **values: object) -> Circular:
    return composing.draft(event, by=olga, **{**BOTH, "states": SEATED, **values})


def reached(circular: Circular) -> list[str]:
    return sorted(recipients.of(circular).values_list("person__name", flat=True))


def mail_to(server: Strict, name: str) -> tuple[str, str, str, str]:
    """Language, subject, answers' address and text of the one mail somebody got."""
    [mail] = server.to(f"{name}@example.org")
    body = mail.get_body(("plain",))
    assert body is not None
    return mail["Content-Language"], mail["Subject"], mail["Reply-To"], body.get_content()


def test_everybody_gets_it_once_in_their_language_and_answers_go_to_the_contact(
    event: Event, olga: Person, server: Strict
) -> None:
    seated(event, "Asha")
    seated(event, "Jonas", "Jena", "DE", "de")
    Notice.objects.all().delete()
    sending.send(event, draft(event, olga).pk, by=olga, revision=0)
    assert (mailing.mail_due(), mailing.mail_due()) == (2, 0)
    assert mail_to(server, "asha")[:3] == ("en", "Bring water", "heat@example.org")
    language, subject, answers, text = mail_to(server, "jonas")
    assert (language, subject, answers) == ("de", "Wasser", "heat@example.org")
    assert "Es ist heiß." in text


def test_who_has_no_text_in_their_language_is_told_so(event: Event, olga: Person, server: Strict) -> None:
    seated(event, "Lucia", "Piura", "PE", "es")
    Notice.objects.all().delete()
    circular = draft(event, olga)
    [spanish, *others] = previews.of(circular, recipients.counted(circular))
    assert (spanish.language, spanish.number, spanish.text_language, spanish.instead) == ("es", 1, "en", True)
    assert [(one.language, one.number, one.instead) for one in others] == [("en", 0, False), ("de", 0, False)]
    sending.send(event, circular.pk, by=olga, revision=0)
    mailing.mail_due()
    language, subject, _, text = mail_to(server, "lucia")
    assert (language, subject) == ("es", "Bring water")
    assert "inglés" in text
    assert "It is hot." in text
    assert " ".join(text.split()).startswith(" ".join(spanish.text.split()))


def test_the_filter_is_by_state_country_language_and_session(event: Event, olga: Person) -> None:
    asha, jonas = seated(event, "Asha"), seated(event, "Jonas", "Jena", "DE", "de")
    seated(event, "Lucia", "Piura", "PE", "es")
    registrations.mark_attended(event, [jonas.pk], by=olga)
    session = Session.objects.create(event=event, titles={"en": "Shade"})
    Bookmark.objects.create(session=session, person=asha)
    attended = [Registration.State.ATTENDED]
    both = [*SEATED, *attended]
    assert reached(draft(event, olga)) == ["Asha", "Lucia"]
    assert reached(draft(event, olga, states=attended)) == ["Jonas"]
    assert reached(draft(event, olga, states=both, countries=["DE", "PE"])) == ["Jonas", "Lucia"]
    assert reached(draft(event, olga, states=both, countries=["DE"], languages=["es"])) == []
    assert reached(draft(event, olga, states=both, sessions=[session.pk])) == ["Asha"]
    assert reached(draft(event, olga, states=both, sessions=[session.pk + 1])) == []
    assert reached(draft(event, olga, states=[Registration.State.WITHDRAWN])) == []


def test_sending_again_sends_nothing(event: Event, olga: Person) -> None:
    seated(event, "Asha")
    circular = draft(event, olga)
    assert sending.send(event, circular.pk, by=olga, revision=0).told == 1
    with pytest.raises(AlreadySent):
        sending.send(event, circular.pk, by=olga, revision=0)
    with pytest.raises(AlreadySent):
        composing.change(event, circular.pk, by=olga, revision=0, texts={"en": "Other"})
    with pytest.raises(AlreadySent):
        composing.discard(event, circular.pk, by=olga)
    assert cast.told(sending.KIND) == ["Asha"]
    [entry] = since(f"agenda:{event.pk}", 0)
    assert entry.kind == "circular_sent"
    assert entry.data == {"event_id": event.pk, "circular_id": circular.pk, "by": olga.pk, "told": 1}


def test_what_was_not_seen_is_not_sent(event: Event, olga: Person) -> None:
    seated(event, "Asha")
    circular = draft(event, olga)
    texts = {"en": "It is very hot.", "de": "Es ist sehr heiß."}
    composing.change(event, circular.pk, by=olga, revision=0, texts=texts)
    with pytest.raises(NotAsSeen):
        composing.change(event, circular.pk, by=olga, revision=0, texts={"en": "It is cold."})
    with pytest.raises(NotAsSeen):
        sending.send(event, circular.pk, by=olga, revision=0)
    assert cast.told(sending.KIND) == []
    assert sending.send(event, circular.pk, by=olga, revision=1).told == 1


def test_a_message_to_nobody_stays_a_draft(event: Event, olga: Person) -> None:
    circular = draft(event, olga)
    with pytest.raises(NobodyFits):
        sending.send(event, circular.pk, by=olga, revision=0)
    circular.refresh_from_db()
    assert circular.sent_at is None


def test_only_organisers_of_the_event_s_network_write_and_send(event: Event, olga: Person) -> None:
    asha, knud = seated(event, "Asha"), cast.organiser("Knud", of=cast.network(cast.EUROPE))
    circular = draft(event, olga)
    for other in (asha, knud):
        deeds: tuple[partial[Any], ...] = (
            partial(composing.draft, event, subjects={}, texts={}),
            partial(composing.change, event, circular.pk, revision=0, texts={}),
            partial(composing.discard, event, circular.pk),
            partial(sending.send, event, circular.pk, revision=0),
        )
        for deed in deeds:
            with pytest.raises(NotYourEvent):
                deed(by=other)
    foreign = cast.event(by=olga, slug="other-mixer")
    with pytest.raises(NoSuchCircular):
        sending.send(foreign, circular.pk, by=olga, revision=0)


def test_an_organiser_sends_ten_in_an_hour(event: Event, olga: Person) -> None:
    seated(event, "Asha")
    rows = [draft(event, olga) for _ in range(sending.PER_HOUR + 1)]
    for row in rows[:-1]:
        sending.send(event, row.pk, by=olga, revision=0)
    with pytest.raises(TooOften):
        sending.send(event, rows[-1].pk, by=olga, revision=0)


def test_an_address_that_refuses_mail_is_shown_and_a_later_try_is_not(
    event: Event, olga: Person, server: Strict
) -> None:
    asha, jonas = seated(event, "Asha"), seated(event, "Jonas", "Jena", "DE", "de")
    seated(event, "Lucia", "Piura", "PE", "es")
    Notice.objects.all().delete()
    server.answers |= {"asha@example.org": "550 no such mailbox", "jonas@example.org": "451 try later"}
    circular = sending.send(event, draft(event, olga).pk, by=olga, revision=0)
    assert deliveries.of(circular).waiting == 3
    mailing.mail_due()
    found = deliveries.of(circular)
    assert (found.told, found.mailed, found.waiting, found.failing, found.left) == (3, 1, 1, 1, 0)
    assert [(row.person_id, row.bounced) for row in found.refused] == [(asha.pk, "550 b'no such mailbox'")]
    assert (list(found.lost), found.done) == ([], False)
    assert refusals.refusing([asha.pk, jonas.pk]) == {asha.pk}
    server.answers.clear()
    sending.send(event, draft(event, olga).pk, by=olga, revision=0)
    mailing.mail_due()
    assert refusals.refusing([asha.pk, jonas.pk]) == set()


def test_subjects_and_texts_add_no_headers_and_no_markup(event: Event, olga: Person, server: Strict) -> None:
    seated(event, "Asha")
    Notice.objects.all().delete()
    evil = {"subjects": {"en": "Hi\r\nBcc: all@example.org"}, "texts": {"en": "<script>alert(1)</script>"}}
    sending.send(event, draft(event, olga, **evil).pk, by=olga, revision=0)
    mailing.mail_due()
    [mail] = server.mails
    assert (mail["Bcc"], mail["X-Recipients"]) == (None, "asha@example.org")
    assert mail["Subject"] == "Hi Bcc: all@example.org"
    html = mail.get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()

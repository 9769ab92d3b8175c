"""Whatever text a person gives stays text: on pages, in parts, live, in mails, in tables and calendars."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.db import models, transaction

from events.models import (
    Appearance,
    Circular,
    Competence,
    DocumentationItem,
    Event,
    Preparation,
    SessionRating,
    Speaker,
    Stage,
    Track,
    WorkshopGroup,
    WorkshopTask,
)
from events.models import Session as AgendaSession
from exchanges.advisory.models import Case, CaseCheck, Engagement, Expertise, Programme, Recommendation
from exchanges.mixers.models import Announcement, Card, Mixer, Rating, Round
from members import mailing, notices
from members.models import Member, Network, Person, Topic
from peers.models import Call, Check, Invitation, LogEntry, Offer, Partnership, PlanStep, Request, Session, Suggestion
from rooms.models import Action, Consultation, Message, Outcome, Room
from tests.security import forms, markup
from tests.security.addresses import Address
from tests.security.payloads import FORMULAS, LINES, MARK, MARKUP
from tests.security.test_every_address import filled
from tests.security.world import ROLES, World, fresh_limits

pytestmark = pytest.mark.any_database
LANGUAGES = ("de", "en", "es", "pt-br")
TEXTS: list[tuple[type[models.Model], tuple[str, ...], tuple[str, ...]]] = [
    (Person, ("name", "about", "role_title", "phone"), ()),
    (Member, ("name",), ("about",)),
    (Network, (), ("title",)),
    (Topic, (), ("names",)),
    (Event, ("venue", "recording_rights"), ("titles", "summaries")),
    (Stage, ("name",), ()),
    (Track, (), ("names",)),
    (AgendaSession, (), ("titles", "abstracts")),
    (Speaker, ("name", "biography"), ()),
    (Appearance, ("title", "abstract"), ()),
    (Circular, (), ("subjects", "texts")),
    (DocumentationItem, (), ("titles", "texts")),
    (SessionRating, ("comment",), ()),
    (WorkshopTask, (), ("titles", "texts")),
    (Preparation, ("title", "text"), ()),
    (WorkshopGroup, ("topic",), ()),
    (Competence, (), ("texts",)),
    (Room, ("title", "notes"), ("prompt",)),
    (Round, (), ("prompt",)),
    (Message, ("text",), ()),
    (Action, ("text",), ()),
    (Outcome, ("sentence",), ()),
    (Consultation, ("reason",), ()),
    (Session, ("title", "reason"), ()),
    (Announcement, ("text",), ()),
    (Card, ("line",), ()),
    (Rating, ("comment",), ()),
    (Offer, ("line", "evidence"), ()),
    (Request, ("need", "tried", "motivation", "team", "backing", "offer", "reason"), ()),
    (Invitation, ("sentence", "answer", "other_time"), ()),
    (Suggestion, ("why_text",), ()),
    (Partnership, ("goals", "effort", "transfer", "story"), ()),
    (PlanStep, ("text",), ()),
    (LogEntry, ("text",), ()),
    (Check, ("text",), ()),
    (Call, (), ("titles", "summaries")),
    (Programme, (), ("titles", "summaries")),
    (Case, ("title", "challenge", "context", "attempts", "remark", "scope", "changed"), ()),
    (Recommendation, ("text",), ()),
    (CaseCheck, ("text",), ()),
    (Engagement, ("sentence",), ()),
    (Expertise, ("evidence",), ()),
]
"""Every model people write into: its texts, and its texts in several languages."""
BEGINS = b"\r\nBEGIN:VEVENT\r\n"
STEPS = range(0, len(MARKUP), 25)


def spoil(world: World, payloads: list[str], start: int) -> None:
    """Write the payloads into every text there is, each somewhere else."""
    organiser, mixer = world.people["organiser"], world.mixer
    Announcement.objects.create(mixer=mixer, by=organiser, text="x")
    Card.objects.create(
        registration_id=world.names["registration"], side=Card.Side.SEEK, topic=Topic.objects.earliest("pk")
    )
    place = start
    for model, plain, translated in TEXTS:
        for row in model._default_manager.order_by("pk")[:20]:
            values: dict[str, Any] = {}
            for name in plain:
                longest = getattr(model._meta.get_field(name), "max_length", None) or 20_000
                text = " ".join(payloads) if longest > 10_000 else payloads[place % len(payloads)]
                values[name] = text[:longest]
                place += 1
            for name in translated:
                values[name] = {code: payloads[(place + at) % len(payloads)] for at, code in enumerate(LANGUAGES)}
                place += 1
            model._default_manager.filter(pk=row.pk).update(**values)


def pages(world: World, ending: tuple[str, ...] = ("",)) -> Iterator[tuple[Address, Any]]:
    """Every page whose address ends so, as the role that sees most there."""
    for address in forms.pages():
        if not address.path.endswith(ending):
            continue
        role = [role for role in ROLES if role in address.get][-1]
        reads = {role} if address.path.startswith("/accounts/") else {role, "participant"}
        for who in reads & address.get:
            fresh_limits()
            with transaction.atomic():
                yield address, world.client(who).get(filled(address.path, world.names))
                transaction.set_rollback(True)


@pytest.mark.parametrize("start", STEPS)
def test_no_text_becomes_an_element_of_a_page_or_a_live_entry(start: int, world: World) -> None:
    spoil(world, MARKUP, start)
    shown = 0
    for address, response in pages(world):
        assert response.status_code < 500, address.path
        kind = response.headers["Content-Type"]
        if kind.startswith("text/html"):
            html = response.content.decode()
            shown += html.count(MARK)
            assert markup.suspects(html) == [], address.path
        if address.path.startswith("/live/"):
            for entry in response.json().get("entries", ()):
                assert markup.suspects(entry.get("html", "")) == [], address.path
    assert shown > 100


@pytest.mark.parametrize("start", range(len(FORMULAS)))
def test_no_text_becomes_a_formula_of_a_table(start: int, world: World) -> None:
    spoil(world, FORMULAS, start)
    found = 0
    for address, response in pages(world, ("csv", "xlsx")):
        if address.path.endswith("csv"):
            cells = [cell for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig"))) for cell in row]
        else:
            book = openpyxl.load_workbook(io.BytesIO(response.content))
            assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}
            continue
        found += sum(MARK in cell for cell in cells)
        assert [cell for cell in cells if MARK in cell and cell[0] in "=+-@\t\r"] == [], address.path
    assert found > 0


@pytest.mark.parametrize("start", range(len(LINES)))
def test_no_text_becomes_a_line_of_a_calendar(start: int, world: World) -> None:
    before = {address.path: response.content.count(BEGINS) for address, response in pages(world, (".ics",))}
    spoil(world, LINES, start)
    for address, response in pages(world, (".ics",)):
        lines = response.content.decode().split("\r\n")
        assert lines.count("BEGIN:VEVENT") == before[address.path] > 0, address.path
        assert [line for line in lines if line.startswith(("Bcc", "ATTENDEE:mailto:x"))] == []


@pytest.mark.parametrize("start", [*range(0, len(MARKUP), 17), -1])
def test_no_text_becomes_an_element_or_a_header_of_a_mail(start: int, world: World) -> None:
    spoil(world, MARKUP if start >= 0 else LINES, max(start, 0))
    asha, kochi = world.people["participant"], Member.objects.get(slug=world.names["member"])
    assert asha is not None
    for kind in ("delegate_admitted", "delegate_requested", "invitation_accepted"):
        data = {"member_id": kochi.pk, "person_id": asha.pk}
        notices.tell([asha.pk], kind=kind, key=f"{kind}:hostile", data=data, address="/me/")
    mailing.mail_due()
    assert mail.outbox
    for sent in mail.outbox:
        message = sent.message()
        assert "\n" not in sent.subject
        assert message["Bcc"] is None
        for part in message.walk():
            if part.get_content_type() == "text/html":
                html = part.get_payload(decode=True)
                assert isinstance(html, bytes)
                assert markup.suspects(html.decode()) == []


def test_the_corpus_is_large_and_the_reader_of_html_sees(world: World) -> None:
    assert len(MARKUP) >= 40
    assert sum(bool(markup.suspects(payload)) for payload in MARKUP) >= 25
    assert Mixer.objects.filter(pk=world.mixer.pk).exists()

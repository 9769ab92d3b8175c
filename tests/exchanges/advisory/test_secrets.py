"""A confidential case, looked for by everybody everywhere: pages, files, streams, dossiers, exports, calendars, mails.

Each text of the case holds a word that stands nowhere else. Everybody opens all addresses of the case and whatever is
linked from where they can go; what they find is exactly what they may read.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from events import calendar_tokens
from exchanges.advisory import access, advice, engagements, interpreting, meetings, paper_urls, triage, urls
from exchanges.advisory import cases as drafts
from exchanges.advisory.models import Advisor, Case
from members import mailing
from members.models import Member, Person
from rooms import conversation, notes, pace
from rooms.consultation import actions, closing, leading
from rooms.models import Room
from tests.exchanges.advisory import cast
from web.live import streams

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TITLE, SECRET, SPOKEN, REASON = WORDS = ("xq7title", "xq7secret", "xq7spoken", "xq7reason")
CASE = {TITLE, SECRET, SPOKEN}
"""The case's title, its texts, what was said and noted in the room of its session; and why advisors refused."""
FINDS: dict[str, set[str]] = {
    "case-giver": CASE,
    "accepted advisor": CASE,
    "secretariat": CASE | {REASON},
    "asked advisor": {TITLE},
    "declined advisor": {TITLE, REASON},  # in the export of their own data
    "advisor with a conflict": {TITLE, REASON},
    "interpreter": {SPOKEN},
    "colleague of the advisor": set(),
    "other member": set(),
    "organiser": set(),
    "foreign secretariat": set(),
    "guest": set(),
}
MOST = 130
"""Addresses one person opens, at most."""
LEFT_OUT = re.compile(
    r"^/(accounts|static|preferences|rehearsal|style|demo)/|^/feedback/|^/me/(security|second-factor)"
)
LINK = re.compile(r'(?:href|data-src)="(/[^"#]*)')
People = dict[str, Person | None]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[list[Case], People]]:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


def built() -> tuple[list[Case], People]:
    """Two cases of Guadalajara: one with its advice delivered, one whose session is running now."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita, ana = cast.delegate("Lupita", guadalajara), cast.advisor("Ana", "Piura", load=9)
    asha, joris = cast.advisor("Asha", "Kochi", load=9), cast.advisor("Joris", "Utrecht", load=9)
    mira = cast.advisor("Mira", "Utrecht", load=9)
    rosa = Person.objects.create_user("rosa@example.org", name="Rosa")
    people: People = {
        "case-giver": lupita,
        "accepted advisor": ana.person,
        "secretariat": office,
        "asked advisor": mira.person,
        "declined advisor": asha.person,
        "advisor with a conflict": joris.person,
        "interpreter": rosa,
        "colleague of the advisor": cast.delegate("Pia", cast.member("Piura")),
        "other member": cast.delegate("Uwe", cast.member("Pirna")),
        "organiser": cast.official("Olga", "organiser"),
        "foreign secretariat": cast.official("Elke", of=cast.network("vernetzt-in-europa")),
        "guest": None,
    }
    delivered = _to_session(lupita, guadalajara, office, [ana, asha, joris, mira])
    _hold(delivered, office, lupita)
    advice.recommend(case_id=delivered.pk, by=ana.person, text=f"A map {SECRET}")
    advice.deliver(case_id=delivered.pk, by=ana.person)
    running = _to_session(lupita, guadalajara, office, [ana, asha, joris, mira])
    _talk(running, office)
    cast.keep_everything_due()
    return [cast.fresh(delivered), cast.fresh(running)], people


def _to_session(lupita: Person, of: Member, office: Person, advisors: list[Advisor]) -> Case:
    secret = f"We fail. {SECRET}"
    told: dict[str, Any] = {
        "title": f"Water {TITLE}",
        "challenge": secret,
        "context": secret,
        "attempts": secret,
        "level": "advisors",
    }
    ana, asha, joris, mira = advisors
    row = cast.submitted(lupita, of, questions=[f"Where? {SECRET}"], **told)
    triage.ask_back(case_id=row.pk, by=office, question=f"How many? {SECRET}")
    drafts.submit(case_id=row.pk, by=lupita)
    triage.look(case_id=row.pk, by=office)
    triage.accept(case_id=row.pk, by=office, wants=4, interpreted=True)
    cast.advising(row, ana, office)
    declined, conflict = cast.asked(row, asha, office), cast.asked(row, joris, office)
    engagements.declare(engagement_id=declined.pk, by=asha.person, conflict="")
    engagements.decline(engagement_id=declined.pk, by=asha.person, reason=f"No time. {REASON}")
    engagements.declare(engagement_id=conflict.pk, by=joris.person, conflict=f"Pumps. {REASON}")
    cast.asked(row, mira, office)
    Case.objects.filter(pk=row.pk).update(state=Case.State.ADVISORS_MATCHED)
    meetings.scope(case_id=row.pk, by=office, text=f"Which first? {SECRET}")
    days = 4 + Case.objects.count()
    meetings.book(case_id=row.pk, by=office, moderator_id=office.pk, starts_at=cast.in_days(days))
    interpreting.invite(case_id=row.pk, by=office, email="rosa@example.org")
    Room.objects.filter(pk=cast.session_of(row).room_id).update(opens_at=timezone.now() - timedelta(minutes=1))
    return cast.fresh(row)


def _talk(row: Case, office: Person) -> None:
    room = cast.session_of(row).room
    leading.begin(room, by=office)
    room.refresh_from_db()
    pace.forget_all()
    conversation.say(room=room, by=office, text=f"Good morning {SPOKEN}", nonce="1")
    notes.write(room, by=office, text=f"Question: {SPOKEN}", version=0)


def _hold(row: Case, office: Person, lupita: Person) -> None:
    _talk(row, office)
    room = cast.session_of(row).room
    actions.agree(room, by=office, text=f"Ask. {SPOKEN}", owner_id=lupita.pk, due_on=cast.day(9))
    closing.close(room, by=office)
    cast.keep_everything_due()


def text_of(response: HttpResponseBase) -> str:
    """What a person can read in an answer, also inside files."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as file:
            return " ".join(file.read(name).decode(errors="replace") for name in file.namelist())
    return str(content.decode(errors="replace"))


def addresses(cases: list[Case]) -> Iterator[str]:
    """Everything that belongs to the cases, whether anything links to it or not."""
    for case in cases:
        for pattern in (*urls.urlpatterns, *paper_urls.urlpatterns):
            path = str(pattern.pattern)
            if path.startswith("cases/") and "<slug" not in path:
                yield f"/advisory/{path.replace('<id:case_id>', str(case.pk))}"
        session = cast.session_of(case)
        yield f"/meetings/{session.pk}/"
        yield f"/meetings/{session.pk}/calendar.ics"
        yield f"/rooms/{session.room_id}/"
        for part in ("messages", "board", "actions", "written", "people"):
            yield f"/rooms/{session.room_id}/parts/{part}/"
        yield f"/rooms/{session.room_id}/notes/"
        for stream in (f"case:{case.pk}", f"room:{session.room_id}", f"meeting:{session.pk}"):
            yield f"/live/{stream}/?since=0"
    for member in Member.objects.order_by("pk"):
        yield from (f"/members/{member.slug}/dossier{kind}" for kind in ("/", ".csv", ".xlsx"))
        yield f"/members/{member.slug}/"
    yield from (
        "/",
        "/dashboard/",
        "/advisory/",
        "/notices/",
        "/console/",
        "/calendar/",
        "/events/",
        "/members/",
        "/me/",
    )
    yield from ("/advisory/desk/iscn/", "/advisory/networks/iscn/advisors/", "/peers/", "/members/?q=Water")


def found(client: Client, person: Person | None, cases: list[Case]) -> dict[str, set[str]]:
    """What somebody finds, by word: at which addresses."""
    waiting, seen = deque(addresses(cases)), set[str]()
    if person is not None:
        waiting.append(f"/calendar/{calendar_tokens.renew(person)}.ics")
    where: dict[str, set[str]] = {word: set() for word in WORDS}
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        if path in seen or LEFT_OUT.search(path):
            continue
        seen.add(path)
        response = client.get(path.replace("&amp;", "&"))
        assert response.status_code < 500, path
        note(where, path, text_of(response))
        if response.get("Content-Type", "").startswith("text/html"):
            waiting.extend(LINK.findall(response.content.decode()))
    if person is not None:
        note(where, "export", text_of(client.post("/me/data/export/")))
    return where


def note(where: dict[str, set[str]], path: str, text: str) -> None:
    for word in WORDS:
        if word in text.replace("\u200b", ""):
            where[word].add(path)


@pytest.mark.parametrize("role", FINDS)
def test_everybody_finds_what_they_may_read_and_nothing_else(
    world: tuple[list[Case], People], db: None, role: str
) -> None:
    cases, people = world
    cache.clear()
    person = people[role]
    client = Client() if person is None else cast.signed_in(person)
    where = found(client, person, cases)
    assert {word for word, places in where.items() if places} == FINDS[role], where


def test_who_follows_which_stream(world: tuple[list[Case], People], db: None) -> None:
    cases, people = world
    follows = {
        "case": {"case-giver", "accepted advisor", "secretariat"},
        "room": {"case-giver", "accepted advisor", "secretariat", "interpreter"},
    }
    for case in cases:
        for prefix, key in (("case", case.pk), ("room", cast.session_of(case).room_id)):
            kind, _ = streams.find(f"{prefix}:{key}")
            pairs = {(person.pk, str(key)) for person in people.values() if person is not None}
            inside = {person for person, _ in kind.admitted(pairs)}
            assert {role for role, one in people.items() if one and one.pk in inside} == follows[prefix]


def test_no_mail_names_it(world: tuple[list[Case], People], db: None) -> None:
    mailing.mail_due(limit=1000)
    sent = [str(one.message()) + one.body for one in mail.outbox]
    assert len(sent) > 20
    assert not [text for text in sent if any(word in text for word in WORDS)]


def test_without_the_permission_check_anybody_finds_it(
    world: tuple[list[Case], People], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same search, where every case is everybody's to read."""
    cases, people = world
    monkeypatch.setattr(access, "readable", lambda person: Case.objects.all())
    uwe = people["other member"]
    assert uwe is not None
    where: dict[str, set[str]] = {word: set() for word in WORDS}
    for path in ("sheet/", "sheet.pdf", "advice/", "advice.pdf"):
        address = f"/advisory/cases/{cases[0].pk}/{path}"
        note(where, path, text_of(cast.signed_in(uwe).get(address)))
    assert where[SECRET] == {"sheet/", "sheet.pdf", "advice/", "advice.pdf"}

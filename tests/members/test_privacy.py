"""One's own data: every column is classified, everything is exported, nothing is left after an erasure."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from events.models import (
    Appearance,
    Attendance,
    Availability,
    Ballot,
    BallotMark,
    BallotOption,
    Bookmark,
    BusyTime,
    CalendarToken,
    Chair,
    Competence,
    Event,
    GroupPlace,
    GroupSeat,
    GroupWork,
    Listening,
    Meeting,
    Participant,
    Place,
    Poll,
    Preparation,
    PreparationFile,
    Question,
    Registration,
    RegistrationAnswer,
    RegistrationQuestion,
    SelfRating,
    SessionRating,
    Slides,
    SmallGroup,
    Speaker,
    StageAnnouncement,
    Upvote,
    Vote,
    Voter,
    Workshop,
    WorkshopGroup,
    WorkshopTask,
)
from events.models import (
    Session as AgendaSession,
)
from exchanges.advisory.models import Absence, Advisor, Case, Engagement, Expertise, Programme
from exchanges.mixers.models import Announcement, Card, Contact, FollowUp, Mixer, Rating, Wish
from ledger import promises
from ledger.models import Promise
from members import consents, delegates, invitations, notices, privacy, profiles
from members.erasure import erase
from members.exports import archive, gather
from members.models import Delegate, Member, Network, Notice, Office, Person, Topic
from members.privacy import TABLES, Fate
from rooms.models import Action, Consultation, Message, Outcome, Room
from tests.members.conftest import MakePerson, cached
from tests.members.test_delegates import told
from tests.members.test_signing_in import facts
from web.models import Feedback

pytestmark = pytest.mark.django_db

SENTINEL = "xq7sentinel"


def models_of_the_platform() -> list[type[Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_every_column_of_every_table_is_classified() -> None:
    """A new column must be put into `members.privacy`: own words, a secret, an address, or plain."""
    found = {
        model._meta.label: sorted(field.name for field in model._meta.concrete_fields)
        for model in models_of_the_platform()
    }
    classified = {label: sorted(table.columns()) for label, table in TABLES.items()}
    assert classified == found


def test_every_table_that_belongs_to_a_person_says_so() -> None:
    people = {"members.Person"}
    for model in models_of_the_platform():
        table = TABLES[model._meta.label]
        owned = [field.name for field in model._meta.concrete_fields if field.related_model is Person]
        if table.own or table.fate is not Fate.KEEP:
            assert table.subject
            assert table.title
        if owned and not table.subject:
            people.add(model._meta.label)
    # Persons here act for others: who invited, who organises, who asks for a time, who owns a connected application,
    # and who wrote last in what belongs to a member or a network.
    assert people == {
        "members.Person", "members.Invitation", "events.Event", "events.Poll", "allauth_idp_oidc.Client",
        "peers.Offer", "peers.Request", "peers.Check", "exchanges.CaseCheck", "exchanges.Programme",
        "events.DocumentationItem", "events.Workshop", "events.WorkshopTask", "members.Member",
    }  # fmt: skip


def test_a_column_that_is_not_classified_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: forget one and see the test above fail."""
    forgotten = privacy.Table(plain="id slug")
    monkeypatch.setitem(TABLES, "members.Topic", forgotten)
    with pytest.raises(AssertionError):
        test_every_column_of_every_table_is_classified()


@pytest.fixture
def life(kochi: Member, iscn: Network, representative: Person, make_person: MakePerson) -> Person:
    """Somebody who left words in every place where the platform keeps words."""
    person = make_person("Anil", kochi, role_title=f"{SENTINEL} title", about=f"{SENTINEL} about", phone=SENTINEL)
    person.name = f"{SENTINEL} name"
    person.email = f"{SENTINEL}@example.org"
    person.save()
    EmailAddress.objects.filter(user=person).update(email=person.email)
    profiles.speak(person=person, languages=[("ml", "C2")])
    consents.give(person=person, purpose=consents.FOLLOW_UPS)
    notices.tell([person.id], kind="delegate_admitted", key="k", data={"member_id": kochi.id, "x": SENTINEL})
    Office.objects.create(person=person, network=iscn, role="organiser")
    member = Member.objects.create(slug="piura", name="Piura", country="PE", time_zone="America/Lima")
    Member.objects.filter(id=member.id).update(mailbox=person.email.upper())
    invitation = invitations.invite(member=kochi, email="other@example.org", by=representative)
    invitation.email = person.email
    invitation.save()
    Notice.objects.filter(email="other@example.org").update(email=person.email)
    Feedback.objects.create(text="A barrier", reply_to=person.email)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": SENTINEL})
    SocialAccount.objects.create(user=person, provider="oidc", uid=SENTINEL, extra_data={"name": SENTINEL})
    _meet(person, representative, iscn)
    _advise(person, kochi, iscn)
    return person


def _meet(person: Person, other: Person, iscn: Network) -> None:
    """A mixer in which the person said, sought, wished and rated."""
    now = timezone.now()
    event = Event.objects.create(
        slug="heat",
        kind="mixer",
        network=iscn,
        titles={"en": "Heat"},
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        zone="UTC",
        organiser=other,
        capacity=60,
        contact=person.email,
    )
    room = Room.objects.create(title="Lobby")
    mixer = Mixer.objects.create(event=event, lobby=room)
    registration = Registration.objects.create(
        event=event, person=person, state="confirmed", access_needs=SENTINEL, reason=SENTINEL
    )
    question = RegistrationQuestion.objects.create(event=event, kind="text", labels={"en": "Diet?"})
    RegistrationAnswer.objects.create(registration=registration, question=question, text=SENTINEL)
    topic = Topic.objects.get(slug="mobility")
    Card.objects.create(registration=registration, side="seek", topic=topic, line=SENTINEL)
    CalendarToken.objects.create(person=person, token=SENTINEL)
    message = Message.objects.create(room=room, author=person, text=SENTINEL, nonce="1", position=1, said_at=now)
    message.mentions.add(person)
    Announcement.objects.create(mixer=mixer, by=person, text=SENTINEL)
    _agree(person, room)
    _speak(person, event)
    _prepare(person, event)
    _arrange(person, iscn)
    for owner, met in ((person, other), (other, person)):
        Wish.objects.create(mixer=mixer, person=owner, other=met, kind="must")
        Contact.objects.create(mixer=mixer, person=owner, other=met)
        Rating.objects.create(mixer=mixer, person=owner, other=met, useful=True, comment=SENTINEL)
        FollowUp.objects.create(mixer=mixer, person=owner, other=met, days=30)


def _speak(person: Person, event: Event) -> None:
    """On a symposium's agenda, with all that speakers hand in."""
    session = AgendaSession.objects.create(event=event, titles={"en": "Heat"})
    for table in (Bookmark, Attendance):
        table.objects.create(session=session, person=person)
    Place.objects.create(session=session, person=person, state="held")
    SessionRating.objects.create(event=event, session=session, person=person, stars=4, comment=SENTINEL)
    _listen(person, session)
    speaker = Speaker.objects.create(
        event=event, person=person, name=SENTINEL, email=person.email, biography=SENTINEL, zone=SENTINEL
    )
    appearance = Appearance.objects.create(
        speaker=speaker, session=session, title=SENTINEL, abstract=SENTINEL, slides_link=f"https://{SENTINEL}.org"
    )
    Slides.objects.create(appearance=appearance, name=f"{SENTINEL}.pdf", content=SENTINEL.encode())


def _listen(person: Person, session: AgendaSession) -> None:
    """In the audience of its live stage, and announcing from it."""
    event = session.event
    question = Question.objects.create(session=session, author=person, text=SENTINEL, nonce="1")
    Upvote.objects.create(question=question, person=person)
    ballot = Ballot.objects.create(session=session, text="What helps?")
    option = BallotOption.objects.create(ballot=ballot, text="Shade", place=0)
    BallotMark.objects.create(ballot=ballot, option=option, person=person)
    StageAnnouncement.objects.create(event=event, by=person, text=SENTINEL, nonce="1")
    Listening.objects.create(event=event, person=person, language="es")
    Chair.objects.create(session=session, number=1, person=person)
    work = GroupWork.objects.create(session=session, steps=[["pairs", 0, 120]], ends_at=timezone.now())
    group = SmallGroup.objects.create(work=work, step=0, number=1)
    GroupSeat.objects.create(work=work, step=0, group=group, person=person)


def _prepare(person: Person, event: Event) -> None:
    """Homework of a workshop, in whose group they worked and rated themselves."""
    workshop = Workshop.objects.create(event=event, room=Room.objects.create(title="All"))
    task = WorkshopTask.objects.create(workshop=workshop, titles={"en": "A practice"}, due_at=event.starts_at)
    task.named.add(person)
    handed_in = Preparation.objects.create(task=task, person=person, kind="practice", title=SENTINEL, text=SENTINEL)
    PreparationFile.objects.create(preparation=handed_in, name=f"{SENTINEL}.pdf", content=SENTINEL.encode())
    group = WorkshopGroup.objects.create(workshop=workshop, topic="Shade", room=Room.objects.create(title="Shade"))
    GroupPlace.objects.create(workshop=workshop, group=group, person=person)
    competence = Competence.objects.create(workshop=workshop, texts={"en": "I can read a heat map."})
    SelfRating.objects.create(competence=competence, person=person, moment="before", score=2)


def _arrange(person: Person, iscn: Network) -> None:
    """A meeting the person takes part in, and when they can meet."""
    start = timezone.now() + timedelta(days=1)
    meeting = Meeting.objects.create(
        subject_kind="partnership",
        subject_id=1,
        network=iscn,
        titles={"en": "Heat"},
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        room=Room.objects.create(title="Heat"),
    )
    Participant.objects.create(meeting=meeting, person=person)
    Availability.objects.create(person=person, busy_address=f"https://example.org/{SENTINEL}")
    now = timezone.now()
    BusyTime.objects.create(person=person, starts_at=now, ends_at=now)
    poll = Poll.objects.create(
        subject_kind="any", subject_id=1, network=iscn, titles={}, minutes=60, asker=person, closes_at=now
    )
    voter = Voter.objects.create(poll=poll, person=person, token=f"{SENTINEL}-poll")
    Vote.objects.create(voter=voter, time=poll.times.create(starts_at=now), answer="yes")


def _advise(person: Person, kochi: Member, iscn: Network) -> None:
    """An advisor who was asked and said why not."""
    now = timezone.now()
    advisor = Advisor.objects.create(person=person, member=kochi, network=iscn, languages=["en"])
    Expertise.objects.create(advisor=advisor, topic=Topic.objects.get(slug="mobility"), evidence=SENTINEL)
    Absence.objects.create(advisor=advisor, first=now.date(), last=now.date())
    programme = Programme.objects.create(network=iscn, titles={"en": "Advice"}, deadline=now, capacity=1)
    case = Case.objects.create(programme=programme, member=Member.objects.get(slug="piura"), title="Heat")
    Engagement.objects.create(case=case, advisor=advisor, sentence=SENTINEL)


def _agree(person: Person, room: Room) -> None:
    """A consultation the person closed, with an action of theirs and what became of it."""
    now = timezone.now()
    Consultation.objects.create(room=room, starts_at=now, closed_by=person, reason=SENTINEL)
    action = Action.objects.create(room=room, text="Map the wells", owner=person, due_on=now.date())
    Outcome.objects.create(action=action, months=3, asked=person, result="done", sentence=SENTINEL)


def everything() -> Iterator[tuple[str, str]]:
    """Every cell of every table of the database, with where it stands."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from ((table, str(cell)) for cell in row)


def places_of(text: str) -> set[str]:
    return {table for table, cell in everything() if text in cell.lower()}


def signed_in_with_session(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session["note"] = SENTINEL
    session.save()
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key=session.session_key, user_agent=SENTINEL)
    return client


def test_an_erased_person_s_words_are_in_no_table(life: Person, representative: Person, kochi: Member) -> None:
    client = signed_in_with_session(life)
    before = places_of(SENTINEL)
    assert len(before) > 15
    erase(life)
    assert places_of(SENTINEL) == set()
    assert SENTINEL not in cached()
    life.refresh_from_db()
    assert (life.name, life.is_active, life.display_name) == ("", False, "Erased person")
    assert life.email.endswith("@erased.invalid")
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert client.get("/me/").status_code == 302
    assert not Delegate.objects.filter(person=life).exists()
    assert facts(life)[-1] == "person_erased"
    assert "sessions_ended" in facts(life)


def test_what_is_not_the_person_s_own_stays(life: Person, representative: Person, kochi: Member) -> None:
    erase(life)
    assert Registration.objects.get(person=life).state == "confirmed"
    message = Message.objects.get()
    assert (message.text, message.author_id, message.withdrawn_at is not None) == ("", life.id, True)
    assert Feedback.objects.get().text == "A barrier"
    assert representative.email == Person.objects.get(id=representative.id).email
    assert Contact.objects.count() == 0


def test_erasing_twice_changes_nothing(life: Person) -> None:
    erase(life)
    told_facts = facts(life)
    erase(life)
    assert facts(life) == told_facts


def kept_later(what: str) -> bool:
    """Keep a promise whose time has come."""
    row = Promise.objects.get(kind=what, state=Promise.State.DUE)
    Promise.objects.filter(id=row.id).update(due_at=timezone.now(), promised_at=timezone.now())
    return promises.keep(row.id)


def test_what_was_on_its_way_during_the_erasure_goes_afterwards(
    life: Person, representative: Person, kochi: Member
) -> None:
    room, now = Message.objects.get().room, timezone.now()
    erase(life)
    life.refresh_from_db()
    withdrawn_at, erased_at = Message.objects.get().withdrawn_at, life.erased_at
    late = Message.objects.create(room=room, author=life, text=SENTINEL, nonce="2", position=2, said_at=now)
    Person.objects.filter(id=life.id).update(name=f"{SENTINEL} name", about=SENTINEL)
    Delegate.objects.create(person=life, member=kochi)
    signed_in_with_session(life)
    others = Message.objects.create(room=room, author=representative, text="Hi", nonce="1", position=3, said_at=now)
    assert kept_later("erasure_needs_look")
    assert places_of(SENTINEL) == set()
    assert [Message.objects.get(id=row.id).text for row in (late, others)] == ["", "Hi"]
    assert Message.objects.get(position=1).withdrawn_at == withdrawn_at
    assert not Delegate.objects.filter(person=life).exists()
    life.refresh_from_db()
    assert (life.name, life.is_active, life.erased_at) == ("", False, erased_at)


def test_a_member_without_its_representative_is_told_to_the_secretariat(
    kochi: Member, representative: Person, secretariat: Person
) -> None:
    erase(representative)
    assert told(secretariat) == ["representative_missing"]
    assert delegates.representative_of(kochi) is None


def test_the_export_holds_everything_the_person_left_and_no_secret(life: Person, representative: Person) -> None:
    labels = {part.label for part in gather(life)}
    left_out = {label for label, table in TABLES.items() if table.subject and table.own} - labels
    assert left_out == {
        "account.EmailConfirmation",
        "exchanges.Arrival",
        "exchanges.Seat",
        "exchanges.TimeWish",
        "members.Visibility",
        "peers.TeamMember",
        "rooms.Admission",
        "rooms.Presence",
        "rooms.RecordingConsent",
        "usersessions.UserSession",
    }
    with zipfile.ZipFile(io.BytesIO(archive(life))) as file:
        document: dict[str, Any] = json.loads(file.read("data.json"))
        page = file.read("data.html").decode()
    assert document["format"] == "vernetzt.person/1"
    assert document["parts"]["members.Person"][0]["name"] == f"{SENTINEL} name"
    assert document["parts"]["exchanges.Card"][0]["line"] == SENTINEL
    assert document["parts"]["exchanges.Contact"][0]["other"] == {"id": representative.id, "name": "Meera"}
    assert [fact["kind"] for fact in document["facts"]] == ["consent_given"]
    assert "secret" not in json.dumps(document)
    assert life.password not in json.dumps(document)
    assert f"{SENTINEL} about" in page


def test_the_page_gives_the_export_and_erases_on_a_typed_address(
    life: Person, signed_in: Callable[[Person], Client]
) -> None:
    Office.objects.all().delete()
    Authenticator.objects.all().delete()
    client = signed_in(life)
    answer = client.post("/me/data/export/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert client.post("/me/data/erase/", {"address": "somebody@example.org"}).status_code == 422
    assert client.post("/me/data/erase/", {"address": life.email.upper()}).headers["Location"] == "/"
    assert client.get("/me/").status_code == 302
    life.refresh_from_db()
    assert life.erased_at is not None

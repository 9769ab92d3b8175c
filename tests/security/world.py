"""A platform in the middle of a mixer, seen by everybody who could knock on its doors.

Kochi and Jena belong to the ISCN, Kolding to the other network; a mixer of the ISCN is in its only round, and
one of the other network is being prepared.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from events import calendar_tokens, registrations
from events.meetings import booking
from events.meetings.polls import asking
from events.models import Event, Registration
from exchanges.mixers import contacts, hosting, hosts, wishes
from exchanges.mixers.models import Mixer, Table, Wish
from exchanges.mixers.programme import Programme
from ledger import parking, reading
from ledger.models import Promise, Stream
from members import delegates, invitations, notices
from members.models import Delegate, Member, Membership, Network, Office, Person
from rooms import conversation, pace
from tests.events import cast as calendar
from tests.exchanges.mixers import cast
from tests.security import advisory, agenda, circulars, consulting, documentation, peer_learning, stage, workshop

EUROPE = "vernetzt-in-europa"
ONE_ROUND = Programme(welcome_seconds=0, input_seconds=0, round_count=1, round_seconds=3000, table_size=8)
ROLES = (
    "guest",
    "neighbour",
    "delegate",
    "elsewhere",
    "foreign_organiser",
    "foreign_secretariat",
    "participant",
    "host",
    "representative",
    "organiser",
    "secretariat",
)
"""Who knocks. `neighbour` acts for Jena, `delegate` for Kochi, neither is at the mixer; `elsewhere` takes part in the
other network's mixer, whose staff the `foreign_` are; the others have something to do with what the addresses name."""


@dataclass
class World:
    """The people by role, and what stands in the addresses and forms by name."""

    people: dict[str, Person | None]
    names: dict[str, Any]
    mixer: Mixer

    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, role: str, **options: Any) -> Client:
        """A browser in which the role has just signed in, with all they have."""
        client = Client(raise_request_exception=False, **options)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def sign_in(person: Person) -> str:
    """The key of a session that has just begun, so that nobody is asked for their password again."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return str(session.session_key)


def person(name: str, acts_for: Member | None = None, *, representative: bool = False) -> Person:
    email = f"{name.lower()}@example.org"
    made = Person.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if acts_for is not None:
        state = Delegate.State.ADMITTED
        Delegate.objects.create(person=made, member=acts_for, state=state, representative=representative)
    return made


def official(name: str, role: str, of: Network) -> Person:
    made = person(name)
    Office.objects.create(person=made, network=of, role=role)
    TOTP.activate(made, "JBSWY3DPEHPK3PXP")
    return made


def member(name: str, country: str, zone: str, of: Network) -> Member:
    made = Member.objects.create(
        slug=name.lower(), name=name, country=country, time_zone=zone, languages=["en"], size_class="11"
    )
    Membership.objects.create(member=made, network=of, state=Membership.State.ADMITTED)
    return made


def fresh_limits() -> None:
    """Nobody has tried or said anything yet."""
    cache.clear()
    pace.forget_all()


def build() -> World:
    """Put everything in place; to be rolled back by the caller."""
    iscn, europe = Network.objects.get(slug="iscn"), Network.objects.get(slug=EUROPE)
    kochi, jena = member("Kochi", "IN", "Asia/Kolkata", iscn), member("Jena", "DE", "Europe/Berlin", iscn)
    kolding = member("Kolding", "DE", "Europe/Berlin", europe)
    organiser, secretariat = official("Olga", "organiser", iscn), official("Sekar", "secretariat", iscn)
    reading.epoch()
    people: dict[str, Person | None] = {
        "guest": None,
        "neighbour": person("Jonas", jena, representative=True),
        "delegate": person("Latha", kochi),
        "elsewhere": person("Knud", kolding, representative=True),
        "foreign_organiser": official("Emil", "organiser", europe),
        "foreign_secretariat": official("Elke", "secretariat", europe),
        "participant": person("Asha", kochi),
        "host": person("Hana", jena),
        "representative": person("Meera", kochi, representative=True),
        "organiser": organiser,
        "secretariat": secretariat,
    }
    others = [person(name, jena) for name in ("Ben", "Cleo", "Dora")]
    mixer = _running_mixer(people, others)
    _other_mixer(people, europe)
    calendar.event(by=organiser, slug="open-talk", network=iscn, kind="symposium", audience="public", venue="Town hall")
    names = _names(people, others, mixer, kochi)
    asha, hana, jonas = people["participant"], people["host"], people["neighbour"]
    assert asha and hana and jonas
    names |= peer_learning.build(asha, kochi, jena, iscn, organiser)
    names |= consulting.session(names["partnership"], asha)
    names |= agenda.build(organiser, asha)
    names |= circulars.build(mixer.event, organiser)
    names |= workshop.build(organiser, asha)
    names |= documentation.build(organiser, asha, kochi)
    names |= stage.build(organiser, asha, hana, kochi)
    names |= advisory.build(asha, kochi, jena, iscn, hana, jonas)
    return World(people, names, mixer, {role: sign_in(who) for role, who in people.items() if who})


def _running_mixer(people: dict[str, Person | None], others: list[Person]) -> Mixer:
    organiser, asha, host = people["organiser"], people["participant"], people["host"]
    assert organiser and asha and host
    guests = [asha, host, *others]
    mixer = cast.mixer(organiser, guests, plan=ONE_ROUND, starts_in=60)
    hosts.appoint(mixer, host.pk, by=organiser)
    cast.arrive(mixer, guests)
    hosting.start(mixer, by=organiser)
    cast.settle()
    return cast.fresh(mixer)


def _other_mixer(people: dict[str, Person | None], europe: Network) -> None:
    staff, knud = people["foreign_organiser"], people["elsewhere"]
    assert staff and knud
    event = calendar.event(by=staff, slug="europes-mixer", network=europe)
    registrations.register(event, knud, Member.objects.get(slug="kolding"))


def _table_of(mixer: Mixer, who: Person | None) -> Table:
    return Table.objects.get(round__mixer=mixer, seats__person=who, seats__left_at=None)


def _names(people: dict[str, Person | None], others: list[Person], mixer: Mixer, kochi: Member) -> dict[str, Any]:
    asha, meera, organiser = people["participant"], people["representative"], people["organiser"]
    assert asha and meera and organiser
    anil, table = person("Anil"), _table_of(mixer, asha)
    room = table.room
    assert room is not None
    piura = Member.objects.create(slug="piura", name="Piura", country="PE", time_zone="America/Lima")
    notices.tell([asha.id], kind="delegate_admitted", key="x", data={"member_id": kochi.id}, address="/me/")
    invitation = invitations.invite(member=kochi, email="open@example.org", by=meera)
    companion = table.seats.get(person=others[1])
    wishes.wish(mixer, by=asha, other_id=others[0].id, kind=Wish.Kind.MUST)
    contacts.wish(mixer, by=asha, other_id=companion.person_id)
    return {
        "event": mixer.event.slug,
        "open_event": "open-talk",
        "member": kochi.slug,
        "network": "iscn",
        "asked": delegates.request(person=anil, member=kochi).id,
        "membership": Membership.objects.create(member=piura, network=mixer.event.network).id,
        "office": organiser.offices.get().id,
        "invitation": invitation.id,
        "invitation_token": invitation.token,
        "session": UserSession.objects.create(user=asha, ip="192.0.2.1", session_key="x", user_agent="Browser").id,
        "notice": asha.notices.first().id,  # type: ignore[union-attr]
        "person": anil.id,
        "delegation": Delegate.objects.get(person=meera, member=kochi).id,
        "room": room.id,
        "lobby": mixer.lobby_id,
        "lobby_message": conversation.say(room=mixer.lobby, by=asha, text="Good morning", nonce="1").message_id,
        "message": conversation.say(room=room, by=asha, text="Namaste from Kochi", nonce="1").message_id,
        "companion": companion.person_id,
        "other": others[0].id,
        "table": table.id,
        "registration": Registration.objects.get(event=mixer.event, person=asha).id,
        "key": Authenticator.objects.create(user=asha, type=Authenticator.Type.WEBAUTHN, data={"name": "k"}).id,
        "calendar_token": calendar_tokens.renew(asha),
        "stream": f"room:{room.id}",
        "mixer": mixer.id,
        "event_id": mixer.event_id,
        "parked": _parked(mixer),
        "meeting": _meeting(asha, people["host"], mixer.event.network),
        **_poll(asha, people["host"], mixer.event.network),
        **_consultation(people, others),
    }


def _meeting(asha: Person, host: Person | None, network: Network) -> int:
    """A meeting of two of them, far ahead."""
    assert host is not None
    return booking.book(
        subject=("partnership", 0),
        network=network,
        titles={"en": "Heat plans"},
        attendees=[booking.Attendee(person_id=one.pk) for one in (asha, host)],
        starts_at=timezone.now() + timedelta(days=400),
        minutes=60,
    ).pk


def _poll(asha: Person, host: Person | None, network: Network) -> dict[str, Any]:
    """A poll in which one asks the other for a time, and the asker's private address."""
    assert host is not None
    poll = asking.open_poll(
        subject=("partnership", 0),
        network=network,
        titles={"en": "Shade plans"},
        attendees=[booking.Attendee(person_id=one.pk) for one in (asha, host)],
        times=[timezone.now() + timedelta(days=days) for days in (401, 402)],
        minutes=60,
        asker=asha,
    )
    return {"poll": poll.pk, "poll_time": poll.times.all()[0].pk, "poll_token": poll.voters.get(person=asha).token}


def _consultation(people: dict[str, Person | None], others: list[Person]) -> dict[str, int]:
    host, asha = people["host"], people["participant"]
    assert host and asha
    return consulting.consultation(host, asha, others[0])


def _parked(mixer: Mixer) -> str:
    """Work of the mixer that failed for good, by the key with which the console names it."""
    now = timezone.now()
    Stream.objects.get_or_create(name=f"mixer:{mixer.id}")
    Promise.objects.create(
        key="parked", stream=f"mixer:{mixer.id}", kind="round_ends", data={}, promised_at=now, due_at=now,
        state=Promise.State.PARKED,
    )  # fmt: skip
    return str(parking.parked(missed_since=now - timedelta(days=1))[0].key)


def standing() -> Iterator[World]:
    """The world for as long as a generator fixture lives, then nothing of it."""
    with transaction.atomic():
        yield build()
        transaction.set_rollback(True)


__all__ = ["ROLES", "Event", "World", "build", "fresh_limits", "standing"]

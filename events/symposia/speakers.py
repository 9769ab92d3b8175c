"""People on the agenda: invited, given a role in sessions, answering, confirmed, taken off again.

An invitation goes to an address or a person. It carries a private address at which the invited answer and hand in what
is missing; whoever holds it may, no account is needed.
"""

import uuid

from django.db import transaction

from events import formats
from events.models import Appearance, Event, Session, Speaker
from events.symposia import dates, facts, reminding, rights, sessions, states, telling
from events.symposia.errors import AlreadyInSession, AlreadyInvited
from ledger.recording import record
from members.errors import NotFound
from members.models import Person
from web.throttle import throttle

S = Speaker.State
PER_HOUR = 120
"""How many invitations one organiser may send in an hour: a symposium's, not a mailing list's."""
ANSWERED = (*rights.FIXED, Event.State.DOCUMENTATION)
"""States of the event in which invitations are no longer answered: who was there stays asked for their consent."""


def invite(
    event: Event,
    *,
    by: Person,
    email: str,
    name: str = "",
    language: str = "en",
    zone: str = "",
    session_id: int | None = None,
    role: str = Appearance.Role.SPEAKER,
) -> Speaker:
    """Ask somebody to be on the agenda; they get a mail with a private address to answer at.

    Args:
        event: which.
        by: an organiser of the event.
        email: where the mail goes; who has an account with this address gets it in their own language.
        name: what the agenda calls somebody without an account.
        language: of the mail to somebody without an account.
        zone: where they will speak from, as far as it is known.
        session_id: the session they are asked for; None when that is decided later.
        role: what they would do in it.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        AlreadyInvited: the address or its person is on the agenda.
        NoSuchSession: the session is not in this agenda.
        TooOften: more than `PER_HOUR` in an hour.
    """
    throttle("invite_speaker", by.pk, PER_HOUR, 3600)
    email = email.strip().lower()
    with rights.door(event, by=by) as agenda:
        person = _free(event, email)
        made = Speaker.objects.create(
            event=event,
            person=person,
            email="" if person else email,
            name="" if person else name,
            language=person.language if person else language,
            zone=zone or (person.time_zone if person else ""),
        )
        if session_id is not None:
            _give_role(event, made, session_id, role)
        rights.touch(agenda)
        record(facts.SpeakerInvited(event_id=event.pk, speaker_id=made.pk))
        telling.tell(made, "speaker_invited", key="")
        reminding.keep_in_step(made)
    return made


def give_role(event: Event, speaker_id: int, *, by: Person, session_id: int, role: str) -> Appearance:
    """Put somebody who is on the agenda into a session.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: the speaker is another event's.
        NoSuchSession: the session is not in this agenda.
        AlreadyInSession: they have a role in it.
    """
    with rights.door(event, by=by) as agenda:
        made = _give_role(event, held(event, speaker_id), session_id, role)
        rights.touch(agenda)
        record(facts.SessionEdited(event_id=event.pk, session_id=session_id))
    return made


def _give_role(event: Event, speaker: Speaker, session_id: int, role: str) -> Appearance:
    session: Session = sessions.held(event, session_id, None)
    if Appearance.objects.filter(speaker=speaker, session=session).exists():
        raise AlreadyInSession
    return Appearance.objects.create(speaker=speaker, session=session, role=role)


def take_role(event: Event, appearance_id: int, *, by: Person) -> None:
    """Take somebody out of a session, with what they handed in for it.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: there is no such role in this event.
    """
    with rights.door(event, by=by) as agenda:
        row = Appearance.objects.filter(session__event=event, pk=appearance_id).first()
        if row is None:
            raise NotFound
        row.delete()
        rights.touch(agenda)
        record(facts.SessionEdited(event_id=event.pk, session_id=row.session_id))


def confirm(event: Event, speaker_id: int, *, by: Person) -> Speaker:
    """Confirm somebody who has accepted; they are told.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: the speaker is another event's.
        SpeakerCannotMove: they have not accepted.
    """
    with rights.door(event, by=by):
        row = held(event, speaker_id)
        states.move(row, S.CONFIRMED)
        record(facts.SpeakerConfirmed(event_id=event.pk, speaker_id=row.pk))
        telling.tell(row, "speaker_confirmed", key=row.changed_at.isoformat())
    return row


def renew_link(event: Event, speaker_id: int, *, by: Person) -> Speaker:
    """Give somebody another private address and mail it to them; the old one is worthless from then on.

    Also when the event is archived: a consent can be taken back there.

    Raises:
        NotYourEvent: see `rights.door`.
        EventIsFixed: the event is cancelled.
        NotFound: the speaker is another event's.
        TooOften: more than `PER_HOUR` mails in an hour.
    """
    throttle("invite_speaker", by.pk, PER_HOUR, 3600)
    with rights.door(event, by=by, fixed=(Event.State.CANCELLED,)):
        row = held(event, speaker_id)
        row.token = uuid.uuid4()
        row.save(update_fields=["token"])
        record(facts.SpeakerLinkRenewed(event_id=event.pk, speaker_id=row.pk))
        telling.tell(row, "speaker_page", key=str(row.token))
    return row


def give_address(event: Event, speaker_id: int, *, by: Person, email: str, language: str) -> Speaker:
    """Give somebody without an account an address, or another one, and mail them their private page.

    Who is known from a file alone stays what the file said: on the agenda. On the page they hand in what is missing,
    or decline. Who had another address gets another page, for the mail with the first may have reached somebody else.

    Args:
        event: which.
        speaker_id: who; has no account yet.
        by: an organiser of the event.
        email: where mails go; who has an account with it gets them in their own language.
        language: of the mails to somebody without an account.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: the speaker is another event's.
        AlreadyInvited: they have an account, or it is the address of somebody on the agenda.
        TooOften: more than `PER_HOUR` mails in an hour.
    """
    throttle("invite_speaker", by.pk, PER_HOUR, 3600)
    email = email.strip().lower()
    with dates.door(event, by=by) as agenda:
        row = held(event, speaker_id)
        person = _free(event, email)
        if row.person_id is not None:
            raise AlreadyInvited
        _address(row, person, email, language)
        rights.touch(agenda)
        dates.forget(row)
        dates.soon(row)
        reminding.keep_in_step(row)
        record(facts.SpeakerInvited(event_id=event.pk, speaker_id=row.pk))
        kind = "speaker_invited" if row.state == S.INVITED else "speaker_page"
        telling.tell(row, kind, key=str(row.token))
    return row


def _address(row: Speaker, person: Person | None, email: str, language: str) -> None:
    if row.email:
        row.token = uuid.uuid4()
    row.person, row.email, row.language = person, "" if person else email, person.language if person else language
    row.zone = row.zone or (person.time_zone if person else "")
    row.save(update_fields=["person", "email", "language", "zone", "token"])


def _free(event: Event, email: str) -> Person | None:
    """The person with an address, if any; neither is on the agenda yet.

    Raises:
        AlreadyInvited: one of them is.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    rows = Speaker.objects.filter(event=event)
    if rows.filter(email__iexact=email).exists() or (person and rows.filter(person=person).exists()):
        raise AlreadyInvited
    return person


def remove(event: Event, speaker_id: int, *, by: Person) -> None:
    """Take somebody off the agenda, with all they handed in; their private address is worthless from then on.

    They are told, unless they had declined.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: the speaker is another event's.
    """
    with rights.door(event, by=by) as agenda:
        row = held(event, speaker_id)
        reminding.withdraw(row)
        expected, left = row.state in states.EXPECTED, dates.farewell(row)
        if expected or left:
            kind = "speaker_removed" if expected else dates.KIND
            telling.tell(row, kind, key="", address=formats.event_page(event), **({"dates": left} if left else {}))
        row.delete()
        rights.touch(agenda)
        record(facts.SpeakerRemoved(event_id=event.pk, speaker_id=speaker_id))


def held(event: Event, speaker_id: int) -> Speaker:
    """Somebody on the agenda; the agenda's row is held.

    Raises:
        NotFound: the speaker is another event's.
    """
    row = Speaker.objects.select_related("event", "person").filter(event=event, pk=speaker_id).first()
    if row is None:
        raise NotFound
    return row


def find(token: uuid.UUID) -> Speaker:
    """Who the private address belongs to.

    Raises:
        NotFound: nobody, or nobody any more.
    """
    rows = Speaker.objects.select_related("event__network", "person").filter(token=token)
    row = rows.exclude(event__state=Event.State.CANCELLED).first()
    if row is None or (row.person is not None and not row.person.is_active):
        raise NotFound
    return row


@transaction.atomic
def answer(token: uuid.UUID, *, accept: bool) -> Speaker:
    """Accept or decline; who declined by mistake may still accept, who accepted may still decline.

    Raises:
        NotFound: the private address belongs to nobody.
        EventIsFixed: the event is over.
        SpeakerCannotMove: the answer is what was answered before.
    """
    event = find(token).event
    with dates.door(event, by=None, fixed=ANSWERED) as agenda:
        row = find(token)
        states.move(row, S.ACCEPTED if accept else S.DECLINED)
        rights.touch(agenda)
        dates.soon(row)
        reminding.keep_in_step(row)
        record(facts.SpeakerAnswered(event_id=event.pk, speaker_id=row.pk))
    return row

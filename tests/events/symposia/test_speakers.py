"""Speakers: invited by mail, answering without an account, reminded of what is missing, confirmed."""

from datetime import timedelta

import pytest

from events import calendar, pdf_files, states
from events.errors import NotYourEvent
from events.models import Appearance, Event, Slides, Speaker
from events.symposia import board, handing_in, pieces, roster, speakers
from events.symposia.errors import AlreadyInSession, AlreadyInvited, NoSlides, SlidesTooLarge, SpeakerCannotMove
from ledger.models import Promise
from members.erasure import erase
from members.errors import NotFound
from members.mailing import compose
from members.models import Notice
from tests.events import cast
from tests.events.symposia import stage as on

pytestmark = pytest.mark.django_db
E, S, ROLE = Event.State, Speaker.State, Appearance.Role
PDF = b"%PDF-1.7 shade"


@pytest.fixture
def olga():
    return cast.organiser()


@pytest.fixture
def event(olga) -> Event:
    return on.symposium(olga)


@pytest.fixture
def ravi(event, olga) -> Speaker:
    """Invited by mail to speak, without an account."""
    return on.invited(event, olga, "ravi@example.org", on.planned(event, olga), name="Ravi", language="es")


def missing(speaker: Speaker) -> list[str]:
    speaker.refresh_from_db()
    return [piece.kind for piece in pieces.of([speaker])[speaker.pk]]


def hand_everything_in(speaker: Speaker) -> None:
    handing_in.about_me(speaker.token, biography="Plants trees", recording=False)
    for row in speaker.appearances.all():
        handing_in.for_session(speaker.token, row.pk, title="Shade", abstract="Trees", slides=("a.pdf", PDF))


def test_the_invitation_is_mailed_with_a_private_link_in_their_language(ravi):
    mail = compose(Notice.objects.get(kind="speaker_invited"))
    assert mail.to == ["ravi@example.org"]
    assert f"/speakers/{ravi.token}/" in mail.body
    assert "Heat symposium" in mail.subject
    assert "enlace" in mail.body
    assert missing(ravi) == ["answer"]


def test_who_has_an_account_is_told_there(event, olga):
    lucia = cast.person("Lucia", language="de", zone="America/Lima")
    speaker = on.invited(event, olga, "LUCIA@example.org")
    assert (speaker.person, speaker.email, speaker.zone) == (lucia, "", "America/Lima")
    assert cast.told("speaker_invited") == ["Lucia"]
    assert "privat" in compose(Notice.objects.get(kind="speaker_invited")).body


def test_nobody_is_invited_twice(event, olga, ravi):
    lucia = cast.person("Lucia")
    on.invited(event, olga, lucia.email)
    for address in ("Ravi@example.org", "lucia@example.org"):
        with pytest.raises(AlreadyInvited):
            on.invited(event, olga, address)
    with pytest.raises(AlreadyInSession):
        speakers.give_role(event, ravi.pk, by=olga, session_id=event.sessions.get().pk, role=ROLE.CHAIR)


def test_only_organisers_invite_confirm_and_remove(event, ravi):
    emil = cast.organiser("Emil", of=cast.network(cast.EUROPE))
    speakers.answer(ravi.token, accept=True)
    for deed in (
        lambda: on.invited(event, emil, "x@example.org"),
        lambda: speakers.confirm(event, ravi.pk, by=emil),
        lambda: speakers.remove(event, ravi.pk, by=emil),
        lambda: handing_in.take_over(event, ravi.appearances.get().pk, by=emil),
    ):
        with pytest.raises(NotYourEvent):
            deed()


def test_from_invited_to_confirmed(event, olga, ravi):
    with pytest.raises(SpeakerCannotMove):
        speakers.confirm(event, ravi.pk, by=olga)
    speakers.answer(ravi.token, accept=True)
    cast.reactions_run()
    assert cast.told("speaker_accepted") == ["Olga"]
    assert speakers.confirm(event, ravi.pk, by=olga).state == S.CONFIRMED
    assert Notice.objects.filter(kind="speaker_confirmed", email="ravi@example.org").exists()
    with pytest.raises(SpeakerCannotMove):
        speakers.answer(ravi.token, accept=True)


def test_a_decline_may_be_taken_back(ravi):
    assert speakers.answer(ravi.token, accept=False).state == S.DECLINED
    assert missing(ravi) == []
    assert not Promise.objects.filter(kind=on.PIECES, state="due").exists()
    speakers.answer(ravi.token, accept=True)
    assert Promise.objects.filter(kind=on.PIECES, state="due").count() == 3


def test_each_piece_is_missing_until_it_is_there(event, olga, ravi):
    speakers.answer(ravi.token, accept=True)
    assert missing(ravi) == ["biography", "recording", "title", "abstract", "slides"]
    handing_in.about_me(ravi.token, biography="Plants trees", recording=False)
    assert missing(ravi) == ["title", "abstract", "slides"]
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, title="Shade", abstract="Trees", slides_link="https://example.org/s")
    assert missing(ravi) == []


def test_roles_hand_in_what_they_need(event, olga):
    session = on.planned(event, olga)
    needed = {ROLE.CHAIR: ["biography", "recording"], ROLE.INTERPRETER: ["recording"]}
    for role, expected in needed.items():
        speaker = on.invited(event, olga, f"{role}@example.org", session, role=role, name=role)
        speakers.answer(speaker.token, accept=True)
        assert missing(speaker) == expected


def test_slides_are_pdf_by_their_bytes_and_not_too_large(ravi, monkeypatch):
    row = ravi.appearances.get()
    for content in (b"<html><script>", b"PK\x03\x04", b""):
        with pytest.raises(NoSlides):
            handing_in.for_session(ravi.token, row.pk, slides=("a.pdf", content))
    monkeypatch.setattr(pdf_files, "LARGEST", 5)
    with pytest.raises(SlidesTooLarge):
        handing_in.for_session(ravi.token, row.pk, slides=("a.pdf", PDF))
    monkeypatch.undo()
    handing_in.for_session(ravi.token, row.pk, slides=("../../etc\\pass\nwd.exe", PDF))
    kept = Slides.objects.get()
    assert (kept.name, bytes(kept.content)) == ("passwd.exe.pdf", PDF)


def test_a_role_of_somebody_else_does_not_exist(event, olga, ravi):
    other = on.invited(event, olga, "x@example.org", on.planned(event, olga, "Water"))
    with pytest.raises(NotFound):
        handing_in.for_session(other.token, ravi.appearances.get().pk, title="Mine")


def test_reminders_name_what_is_missing_by_then(event, olga, ravi):
    speakers.answer(ravi.token, accept=True)
    assert on.keep(on.PIECES) == 3
    said = {row.data["days"]: row.data["pieces"] for row in Notice.objects.filter(kind="speaker_pieces")}
    assert said == {
        30: ["biography", "title", "abstract"],
        14: ["biography", "recording", "title", "abstract"],
        7: ["biography", "recording", "title", "abstract", "slides"],
    }
    assert "biografía" in compose(Notice.objects.get(kind="speaker_pieces", data__days=30)).body


def test_who_handed_everything_in_hears_nothing(ravi):
    speakers.answer(ravi.token, accept=True)
    hand_everything_in(ravi)
    on.keep(on.PIECES)
    assert not Notice.objects.filter(kind="speaker_pieces").exists()


def test_reminders_move_with_the_event(event, olga, ravi):
    times = Promise.objects.filter(kind=on.PIECES, state="due").order_by("due_at")
    before = list(times.values_list("due_at", flat=True))
    later = {"starts_at": event.starts_at + timedelta(days=5), "ends_at": event.ends_at + timedelta(days=5)}
    calendar.change(event, by=olga, **later)
    cast.reactions_run()
    assert list(times.values_list("due_at", flat=True)) == [at + timedelta(days=5) for at in before]


def told_of_event() -> list[tuple[str, str]]:
    """Whom each news of the event reached, by the mail's subject up to its colon."""
    rows = Notice.objects.filter(kind="speaker_event").order_by("id")
    found = [(compose(row).subject.partition(":")[0], row.person.name if row.person else row.email) for row in rows]
    rows.delete()
    return found


def test_speakers_hear_what_becomes_of_the_event(event, olga, ravi):
    cast.person("Lucia")
    lucia = on.invited(event, olga, "lucia@example.org")
    gone = on.invited(event, olga, "gone@example.org")
    speakers.answer(gone.token, accept=False)
    asha = on.registered(event, "Asha")
    on.invited(event, olga, asha.email)
    later = {"starts_at": event.starts_at + timedelta(days=5), "ends_at": event.ends_at + timedelta(days=5)}
    calendar.change(event, by=olga, **later)
    cast.reactions_run()
    mail = compose(Notice.objects.get(kind="speaker_event", email="ravi@example.org"))
    assert f"/speakers/{ravi.token}/" in mail.body
    assert Notice.objects.get(kind="speaker_event", person=lucia.person).address == f"/speakers/{lucia.token}/"
    assert told_of_event() == [("Nueva hora o nuevo lugar", "ravi@example.org"), ("New time or place", "Lucia")]
    for state, said in ((E.POSTPONED, "Postponed"), (E.PUBLISHED, "New date"), (E.CANCELLED, "Cancelled")):
        states.move(event, to=state, by=olga)
        cast.reactions_run()
        assert (said, "Lucia") in (found := told_of_event())
        assert len(found) == 2


def test_the_first_publication_is_no_new_date(olga):
    event = on.symposium(olga, state=E.DRAFT)
    on.invited(event, olga, "ravi@example.org")
    states.move(event, to=E.PUBLISHED, by=olga)
    cast.reactions_run()
    assert told_of_event() == []


def test_what_was_handed_in_becomes_the_session_s(event, olga, ravi):
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, title="Shade", abstract="Trees")
    session = handing_in.take_over(event, row.pk, by=olga).session
    session.refresh_from_db()
    assert (session.titles, session.abstracts) == ({"en": "Shade"}, {"en": "Trees"})


def test_texts_in_a_language_the_interface_has_not_are_shown_all_the_same(event, olga):
    session = on.planned(event, olga, language="fr")
    ravi = on.invited(event, olga, "ravi@example.org", session)
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, title="Ombre", abstract="Arbres")
    session = handing_in.take_over(event, row.pk, by=olga).session
    assert (session.titles, session.abstracts) == ({"en": "Ombre"}, {"en": "Arbres"})


def test_who_has_no_name_is_asked_for_it_and_known_by_their_address(event, olga):
    session = on.planned(event, olga)
    ravi = on.invited(event, olga, "ravi@example.org", session)
    speakers.answer(ravi.token, accept=True)
    assert missing(ravi)[0] == "name"
    [tile] = board.Board(event).waiting
    assert tile.people == ("ravi@example.org",)
    handing_in.about_me(ravi.token, name="Ravi", biography="Plants trees", recording=True)
    assert "name" not in missing(ravi)


def test_the_list_says_that_an_invitation_bounced_with_and_without_an_account(event, olga):
    cast.person("Lucia")
    for address in ("lucia@example.org", "ravi@example.org", "meera@example.org"):
        on.invited(event, olga, address)
    told = Notice.objects.filter(kind="speaker_invited").exclude(email="meera@example.org")
    assert told.update(bounced="550 no such user") == 2
    assert [line.bounced for line in roster.of(event)] == ["550 no such user", "550 no such user", ""]


def test_who_is_removed_can_no_longer_answer(event, olga, ravi):
    speakers.remove(event, ravi.pk, by=olga)
    with pytest.raises(NotFound):
        speakers.answer(ravi.token, accept=True)
    assert not Promise.objects.filter(kind=on.PIECES, state="due").exists()


def test_an_erased_person_leaves_every_agenda(event, olga):
    lucia = cast.person("Lucia")
    speaker = on.invited(event, olga, lucia.email, on.planned(event, olga))
    speakers.answer(speaker.token, accept=True)
    hand_everything_in(speaker)
    old = speaker.token
    erase(lucia)
    cast.reactions_run()
    speaker.refresh_from_db()
    assert (speaker.state, speaker.biography, Slides.objects.count()) == (S.DECLINED, "", 0)
    assert speaker.appearances.get().title == ""
    with pytest.raises(NotFound):
        speakers.find(old)


def test_somebody_from_a_file_is_given_an_address_and_stays_on_the_agenda(event, olga):
    noor = Speaker.objects.create(event=event, name="Noor Haddad", state=S.ACCEPTED)
    speakers.give_address(event, noor.pk, by=olga, email="Noor@Example.org", language="es")
    noor.refresh_from_db()
    assert (noor.email, noor.language, noor.state) == ("noor@example.org", "es", S.ACCEPTED)
    [mail_told] = Notice.objects.filter(kind="speaker_page")
    assert (mail_told.email, mail_told.address) == ("noor@example.org", f"/speakers/{noor.token}/")


def test_whose_mail_bounced_gets_another_address_and_another_private_page(event, olga):
    ravi = on.invited(event, olga, "ravi@exmaple.org")
    Notice.objects.update(bounced="550 no such user")
    corrected = speakers.give_address(event, ravi.pk, by=olga, email="ravi@example.org", language="en")
    assert (corrected.email, corrected.state, corrected.token != ravi.token) == ("ravi@example.org", S.INVITED, True)
    told = Notice.objects.get(kind="speaker_invited", email="ravi@example.org")
    assert told.address == f"/speakers/{corrected.token}/"
    assert [line.bounced for line in roster.of(event)] == [""]


def test_who_has_an_account_gets_no_other_address(event, olga):
    cast.person("Lucia")
    lucia = on.invited(event, olga, "lucia@example.org")
    with pytest.raises(AlreadyInvited):
        speakers.give_address(event, lucia.pk, by=olga, email="other@example.org", language="es")


def test_the_list_goes_by_the_newest_mail_with_the_private_page(event, olga):
    ravi = on.invited(event, olga, "ravi@example.org")
    Notice.objects.filter(kind="speaker_invited").update(bounced="550 no such user")
    speakers.renew_link(event, ravi.pk, by=olga)
    assert [line.bounced for line in roster.of(event)] == [""]
    Notice.objects.filter(kind="speaker_page").update(bounced="552 mailbox full")
    assert [line.bounced for line in roster.of(event)] == ["552 mailbox full"]


def test_an_address_of_somebody_on_the_agenda_is_not_given_twice(event, olga):
    on.invited(event, olga, "ravi@example.org")
    noor = Speaker.objects.create(event=event, name="Noor Haddad", state=S.ACCEPTED)
    with pytest.raises(AlreadyInvited):
        speakers.give_address(event, noor.pk, by=olga, email="ravi@example.org", language="en")


def test_a_renewed_link_works_and_the_old_one_does_not(event, olga):
    ravi = on.invited(event, olga, "ravi@example.org")
    new = speakers.renew_link(event, ravi.pk, by=olga)
    with pytest.raises(NotFound):
        speakers.find(ravi.token)
    assert speakers.find(new.token).pk == ravi.pk
    assert Notice.objects.get(kind="speaker_page").address == f"/speakers/{new.token}/"
    with pytest.raises(NotYourEvent):
        speakers.renew_link(event, ravi.pk, by=cast.person("Stranger"))
    Event.objects.filter(pk=event.pk).update(state=E.ARCHIVED)
    assert speakers.renew_link(event, ravi.pk, by=olga).token != new.token

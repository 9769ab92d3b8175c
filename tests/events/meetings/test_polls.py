"""A poll about a meeting's time: everybody answers, the best time is proposed, who asked books it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.meetings import booking as meetings
from events.meetings.errors import SlotTaken
from events.meetings.polls import answering, asking, booking
from events.meetings.polls.best import ranked
from events.meetings.polls.errors import AnswersMissing, NotTimesForPoll, NotYourPoll, PollIsOver, PollRuns
from events.models import Meeting, Poll, PollTime, Vote
from ledger import promises, relay
from ledger.models import Promise
from members.errors import NotFound
from members.models import Notice, Person
from tests.events import cast
from tests.events.meetings import table
from tests.events.meetings.table import tuesday
from tests.parallel import at_once, errors
from workers import wiring

pytestmark = pytest.mark.django_db
TIMES = (tuesday(8), tuesday(10), tuesday(13))


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def people(db: None) -> list[Person]:
    return [table.petra(), table.asha(), cast.person("Piet", acts_for=table.kochi())]


def opened(people: list[Person], **details: object) -> Poll:
    values: dict[str, object] = {
        "subject": ("partnership", 7),
        "network": cast.network(),
        "titles": {"en": "Heat plans", "de": "Wärmepläne"},
        "attendees": [table.attendee(person) for person in people],
        "times": TIMES,
        "minutes": 60,
        "asker": people[0],
    }
    return asking.open_poll(**(values | details))  # type: ignore[arg-type]


def says(poll: Poll, person: Person, *answers: str) -> Poll:
    times = poll.times.values_list("pk", flat=True)
    return answering.answer(poll.voters.get(person=person), dict(zip(times, answers, strict=True)))


def proposed(poll: Poll) -> PollTime:
    assert poll.proposed is not None
    return poll.proposed


def told(kind: str) -> list[int]:
    relay.drain()
    return sorted(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_fewest_noes_then_fewest_unanswered_then_fewest_ifs_then_the_order_of_times():
    answers = {1: ["yes", "no", "yes"], 2: ["yes", "if_need_be"], 3: ["yes", "if_need_be", "yes"], 4: ["yes"] * 3}
    assert [one.time for one in ranked([1, 2, 3, 4], answers, asked=3)] == [4, 3, 2, 1]
    assert [one.time for one in ranked([9, 8], {}, asked=3)] == [9, 8]


def test_everybody_else_is_asked_at_an_address_of_their_own(people):
    poll = opened(people)
    assert told("poll_asked") == sorted(person.pk for person in people[1:])
    addresses = set(Notice.objects.filter(kind="poll_asked").values_list("address", flat=True))
    assert addresses == {f"/polls/{voter.token}/" for voter in poll.voters.exclude(person=people[0])}


def test_when_all_have_answered_the_best_is_proposed_and_booked_by_who_asked(people):
    poll = opened(people)
    says(poll, people[1], "no", "if_need_be", "yes")
    assert told("poll_ready") == []
    poll = says(poll, people[2], "yes", "yes", "yes")
    assert (poll.state, proposed(poll).starts_at) == ("ready", tuesday(13))
    assert told("poll_ready") == [people[0].pk]
    meeting = booking.book(poll_id=poll.pk, by=people[0], time_id=proposed(poll).pk)
    poll.refresh_from_db()
    assert (poll.state, poll.meeting, meeting.starts_at) == ("booked", meeting, tuesday(13))
    assert meeting.participants.count() == 3
    assert not Promise.objects.filter(stream=f"poll:{poll.pk}", state="due").exists()
    with pytest.raises(PollIsOver):
        says(poll, people[1], "yes", "yes", "yes")


def test_when_the_time_is_over_the_best_is_proposed_without_those_who_did_not_answer(people):
    poll = opened(people)
    says(poll, people[1], "no", "yes", "no")
    for kind in ("poll_reminder", "poll_closes"):
        row = Promise.objects.get(stream=f"poll:{poll.pk}", kind=kind)
        Promise.objects.filter(pk=row.pk).update(due_at=timezone.now(), promised_at=timezone.now())
        promises.keep(row.pk)
        assert Promise.objects.get(pk=row.pk).state == "done"
    poll.refresh_from_db()
    assert told("poll_reminder") == [people[2].pk]
    assert (poll.state, proposed(poll).starts_at) == ("ready", tuesday(10))
    poll = says(poll, people[2], "no", "no", "yes")
    assert proposed(poll).starts_at in TIMES
    assert told("poll_ready") == [people[0].pk]


def test_a_time_taken_meanwhile_leaves_the_poll_as_it_is_and_brings_alternatives(people):
    poll = opened(people)
    says(poll, people[1], "yes", "no", "no")
    says(poll, people[2], "yes", "no", "no")
    table.book(people[1:], starts_at=tuesday(8), subject=("other", 1))
    time = poll.times.get(starts_at=tuesday(8))
    with pytest.raises(SlotTaken) as taken:
        booking.book(poll_id=poll.pk, by=people[0], time_id=time.pk)
    assert taken.value.alternatives
    assert Meeting.objects.count() == 1
    poll = asking.add_times(poll_id=poll.pk, by=people[0], times=[taken.value.alternatives[0].start])
    assert (poll.state, poll.times.count()) == ("open", 4)
    assert told("poll_asked") == sorted([people[1].pk, people[2].pk] * 2)
    with pytest.raises(AnswersMissing):
        answering.answer(poll.voters.get(person=people[1]), {time.pk: "yes"})


def test_only_who_asked_books_and_calls_off_unless_they_are_gone(people):
    poll, stranger = opened(people), cast.person("Knud")
    time = poll.times.earliest("starts_at")
    for act in (lambda by: booking.book(poll_id=poll.pk, by=by, time_id=time.pk),):
        with pytest.raises(NotYourPoll):
            act(people[1])
        with pytest.raises(NotFound):
            act(stranger)
    with pytest.raises(NotYourPoll):
        asking.call_off(poll_id=poll.pk, by=people[1])
    Person.objects.filter(pk=people[0].pk).update(is_active=False)
    assert booking.book(poll_id=poll.pk, by=people[1], time_id=time.pk).participants.count() == 2


def test_times_are_two_to_ten_in_the_future_and_one_poll_runs_at_a_time(people):
    for times in ([tuesday()], [tuesday(hour, quarter) for hour in range(3) for quarter in (0, 15, 30, 45)]):
        with pytest.raises(NotTimesForPoll):
            opened(people, times=times)
    with pytest.raises(NotTimesForPoll):
        opened(people, times=[timezone.now() - timedelta(hours=1), tuesday()])
    poll = opened(people)
    with pytest.raises(PollRuns):
        opened(people)
    asking.call_off(poll_id=poll.pk, by=people[0])
    assert told("poll_called_off") == sorted(person.pk for person in people[1:])
    opened(people)


def test_without_an_account_one_answers_and_nobody_else_at_that_address(people):
    poll = opened(people)
    voter = poll.voters.get(person=people[1])
    client, address = Client(), f"/polls/{voter.token}/"
    page = client.get(address)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Heat plans" in page.content.decode()
    assert "Book this time" not in page.content.decode()
    first, *rest = poll.times.values_list("pk", flat=True)
    wrong = client.post(address, {f"time-{first}": "if_need_be"})
    assert wrong.status_code == 409
    assert 'value="if_need_be" checked' in wrong.content.decode()
    assert not Vote.objects.filter(voter=voter).exists()
    done = client.post(address, {f"time-{time}": "yes" for time in (first, *rest)})
    assert (done.status_code, done.headers["Location"]) == (302, address)
    assert Vote.objects.filter(voter=voter, answer="yes").count() == 3
    assert client.get(address).content.decode().count('value="yes" checked') == 3
    for other in ("/polls/guessed/", "/polls/%00/"):
        assert client.get(other).status_code == 404
    Person.objects.filter(pk=people[1].pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_the_page_speaks_the_persons_language_in_their_zone(people):
    poll = opened(people)
    page = Client().get(f"/polls/{poll.voters.get(person=people[0]).token}/").content.decode()
    assert "Wärmepläne" in page
    assert "15:00" in page


def test_the_page_of_who_asked_offers_the_best_and_asks_as_much_for_many(people, django_assert_max_num_queries):
    few = opened(people[:2])
    many = opened([*people, *cast.delegates(6, acts_for=table.kochi())], subject=("partnership", 8))
    client = Client()
    client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
    client.get(f"/meetings/polls/{few.pk}/")
    for poll in (few, many):
        with django_assert_max_num_queries(26):
            page = client.get(f"/meetings/polls/{poll.pk}/")
        assert page.content.decode().count("Diese Zeit buchen") == 3
    says(few, people[1], "no", "yes", "no")
    assert "Die beste Zeit nach den Antworten" in client.get(f"/meetings/polls/{few.pk}/").content.decode()
    done = client.post(f"/meetings/polls/{few.pk}/book/", {"time": few.times.all()[1].pk})
    assert done.headers["Location"] == f"/meetings/{Meeting.objects.get().pk}/"


def test_a_taken_time_comes_back_on_the_page_with_times_to_ask_about(people):
    soon = (timezone.now() + timedelta(days=9)).replace(hour=8, minute=0, second=0, microsecond=0)
    poll = opened(people, times=[soon, soon + timedelta(hours=2), soon + timedelta(hours=5)])
    table.book(people[1:], starts_at=soon, subject=("other", 1))
    client = Client()
    client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(f"/meetings/polls/{poll.pk}/book/", {"time": poll.times.all()[0].pk})
    assert page.status_code == 409
    assert "Zu diesen Zeiten ist niemand beschäftigt" in page.content.decode()
    value = page.context["others"][0].value
    done = client.post(f"/meetings/polls/{poll.pk}/times/", {"times": [value]})
    assert done.status_code == 302
    assert poll.times.count() == 4


@pytest.mark.django_db(transaction=True)
def test_booking_twice_at_the_same_moment_books_once(transactional_db: None) -> None:
    people = [table.petra(), table.asha()]
    poll = opened(people)
    first, second, _ = poll.times.values_list("pk", flat=True)
    results = at_once(
        *(lambda time=time: booking.book(poll_id=poll.pk, by=people[0], time_id=time) for time in (first, second))
    )
    assert [type(error) for error in errors(results)] == [PollIsOver]
    assert Meeting.objects.count() == 1


def test_who_steps_out_of_meetings_is_booked_no_more(people):
    poll = opened(people)
    answering.leave(("partnership", 7), people[2].pk)
    meeting = booking.book(poll_id=poll.pk, by=people[0], time_id=poll.times.all()[0].pk)
    assert people[2].pk not in meeting.participants.values_list("person_id", flat=True)


def test_when_who_asked_steps_out_the_others_book(people):
    poll = opened(people)
    answering.leave(("partnership", 7), people[0].pk)
    assert booking.book(poll_id=poll.pk, by=people[2], time_id=poll.times.all()[0].pk).participants.count() == 2


def test_when_the_last_without_an_answer_steps_out_the_best_is_proposed(people):
    poll = opened(people)
    says(poll, people[1], "no", "no", "yes")
    answering.leave(("partnership", 7), people[2].pk)
    poll.refresh_from_db()
    assert (poll.state, proposed(poll).starts_at) == ("ready", tuesday(13))
    assert told("poll_ready") == [people[0].pk]
    answering.leave(("partnership", 7), people[0].pk)
    assert told("poll_ready") == [people[0].pk, people[1].pk]


def test_an_answer_that_crosses_a_departure_is_refused(people):
    poll = opened(people)
    voter = poll.voters.get(person=people[1])
    answering.leave(("partnership", 7), people[1].pk)
    with pytest.raises(NotFound):
        answering.answer(voter, {time.pk: "yes" for time in poll.times.all()})
    assert not Vote.objects.filter(voter__person=people[1]).exists()


def test_a_proposed_time_that_has_passed_gives_way_to_the_next_best(people):
    poll = opened(people)
    for person in people[1:]:
        says(poll, person, "no", "if_need_be", "yes")
    gone = poll.times.get(starts_at=tuesday(13))
    PollTime.objects.filter(pk=gone.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    client = Client()
    client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/meetings/polls/{poll.pk}/")
    assert page.context["best"].time.start == tuesday(10)
    for row in poll.times.all():
        PollTime.objects.filter(pk=row.pk).update(starts_at=row.starts_at - timedelta(days=2200))
    assert client.get(f"/meetings/polls/{poll.pk}/").context["best"] is None


def booked(people: list[Person]) -> tuple[Poll, Meeting]:
    """A poll that led to a meeting."""
    poll = opened(people)
    meeting = booking.book(poll_id=poll.pk, by=people[0], time_id=poll.times.all()[0].pk)
    return Poll.objects.get(pk=poll.pk), meeting


def pages(poll: Poll, person: Person, token: str) -> list[int]:
    """How the poll's page answers the person, and the private address whoever has it."""
    client = Client()
    private = client.get(f"/polls/{token}/").status_code
    client.force_login(person)
    return [client.get(f"/meetings/polls/{poll.pk}/").status_code, private]


def test_a_poll_that_led_to_a_meeting_is_closed_to_who_leaves_it(people):
    _, asha, piet = people
    poll, meeting = booked(people)
    tokens = dict(poll.voters.values_list("person__name", "token"))
    assert pages(poll, asha, tokens["Asha"]) == [200, 200]
    meetings.replace_participant(meeting, asha, instead=None, by=asha)
    assert pages(poll, asha, tokens["Asha"]) == [404, 404]
    assert pages(poll, piet, tokens["Piet"]) == [200, 200]


def test_a_poll_says_that_the_meeting_it_led_to_was_cancelled(people):
    poll, meeting = booked(people)
    client = Client()
    client.force_login(people[1])
    assert "Booked: Tue" in client.get(f"/meetings/polls/{poll.pk}/").content.decode()
    meetings.cancel(meeting, by=people[0])
    for address in (f"/meetings/polls/{poll.pk}/", f"/polls/{poll.voters.get(person=people[2]).token}/"):
        page = client.get(address).content.decode()
        assert ("Booked" in page, "booked" in page, "Cancelled: Tue" in page) == (False, False, True)

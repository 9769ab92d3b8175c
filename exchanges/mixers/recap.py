"""The recap for the organiser: measures that trace to records, and who came from where; rows for CSV and XLSX."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers import hosts, meetings
from exchanges.mixers.models import Arrival, Contact, FollowUp, Mixer, Rating, Round
from exchanges.mixers.promises import RecapDue
from members import notices, roles
from members.models import Person
from web.spreadsheets import Sheet

Outcome = FollowUp.Outcome


@dataclass(frozen=True)
class Attendance:
    """How many of a country had a place, and how many came."""

    country: str
    registered: int
    present: int


@dataclass(frozen=True, kw_only=True)
class Recap:
    """What came of a mixer. Shares are between 0 and 1, `None` where there is nothing to divide by.

    Attributes:
        registered: people with a place; present: of them, those who came; no_shows: the others.
        members: organisations whose delegates came.
        rounds: how many were held.
        meetings: pairs of people who sat together; first_meetings: of them, those who never had before.
        cross_country: share of pairs whose members are of different countries.
        useful: share of rated meetings that were called useful; rated: how many were rated.
        stars: mean of the ratings of the mixer; ratings: how many there are.
        contacts: pairs of people who exchanged contacts.
        follow_ups: how often somebody said what came of a contact; going_on: of them, those who plan or do something.
        countries: attendance by country, largest first.
        comments: what people wrote, without names.
    """

    registered: int
    present: int
    no_shows: int
    members: int
    rounds: int
    meetings: int
    first_meetings: int
    cross_country: float | None
    useful: float | None
    rated: int
    stars: float | None
    ratings: int
    contacts: int
    follow_ups: int
    going_on: int
    countries: Sequence[Attendance]
    comments: Sequence[str]


def keep_promise(due: RecapDue) -> None:
    """Tell the network's staff that the recap is there."""
    mixer = Mixer.objects.select_related("event__network").get(id=due.mixer_id)
    notices.tell(
        roles.staff_of(mixer.event.network).values_list("id", flat=True),
        kind="mixer_recap",
        key=f"mixer_recap:{mixer.id}",
        data={"event_id": mixer.event_id, "mixer_id": mixer.id},
        address=f"/mixers/{mixer.event.slug}/recap/",
    )


def of(mixer: Mixer, *, by: Person) -> Recap:
    """The recap of a mixer; before its end, as far as it is.

    Raises:
        NotAHost: the person does not lead it.
    """
    hosts.require(mixer, by)
    places = list(_places(mixer))
    came = _came(mixer)
    country_of = {row.person_id: row.member.country for row in places if row.member is not None}
    pairs = {meeting.pair for meeting in meetings.of_mixer(mixer)}
    people = {person for pair in pairs for person in pair}
    known = meetings.met_before(mixer, people, until=mixer.event.starts_at) if pairs else set()
    comparable = [pair for pair in pairs if pair[0] in country_of and pair[1] in country_of]
    present = [row for row in places if row.person_id in came]
    return Recap(
        registered=len(places),
        present=len(present),
        no_shows=len(places) - len(present),
        members=len({row.member_id for row in present if row.member_id is not None}),
        rounds=Round.objects.filter(mixer=mixer, state=Round.State.CLOSED).count(),
        meetings=len(pairs),
        first_meetings=len(pairs - known),
        cross_country=_share(sum(country_of[one] != country_of[other] for one, other in comparable), len(comparable)),
        countries=_attendance(places, came),
        **_opinions(mixer),
        **_outcomes(mixer),
    )


def _places(mixer: Mixer) -> Sequence[Registration]:
    rows = Registration.objects.filter(event=mixer.event_id, state__in=HOLDS_A_SEAT)
    return list(rows.select_related("person", "member").order_by("member__country", "member__name", "id"))


def _came(mixer: Mixer) -> set[int]:
    return set(Arrival.objects.filter(mixer=mixer).values_list("person_id", flat=True))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _attendance(places: Collection[Registration], came: Collection[int]) -> list[Attendance]:
    registered: Counter[str] = Counter()
    present: Counter[str] = Counter()
    for row in places:
        country = row.member.country if row.member is not None else ""
        registered[country] += 1
        present[country] += row.person_id in came
    order = sorted(registered, key=lambda country: (-registered[country], country))
    return [Attendance(country, registered[country], present[country]) for country in order]


def _opinions(mixer: Mixer) -> dict[str, Any]:
    of_mixer, of_meeting = Q(other=None), Q(other__isnull=False, useful__isnull=False)
    counted = Rating.objects.filter(mixer=mixer).aggregate(
        stars=Avg("stars", filter=of_mixer),
        ratings=Count("id", filter=of_mixer),
        rated=Count("id", filter=of_meeting),
        liked=Count("id", filter=of_meeting & Q(useful=True)),
    )
    comments = Rating.objects.filter(of_mixer, mixer=mixer).exclude(comment="").order_by("comment")
    return {
        "useful": _share(counted.pop("liked"), counted["rated"]),
        "comments": list(comments.values_list("comment", flat=True)),
        **counted,
    }


def _outcomes(mixer: Mixer) -> dict[str, Any]:
    answered = FollowUp.objects.filter(mixer=mixer).exclude(answered_at=None)
    counted = answered.aggregate(
        follow_ups=Count("id"), going_on=Count("id", filter=Q(outcome__in=[Outcome.PLANNED, Outcome.DOING]))
    )
    shared = Contact.objects.filter(mixer=mixer).exclude(shared_at=None)
    return {"contacts": shared.count() // 2, **counted}


def sheets(mixer: Mixer, *, by: Person) -> list[Sheet]:
    """The recap as sheets: measures, attendance by country, and one row per place.

    Raises:
        NotAHost: the person does not lead it.
    """
    recap = of(mixer, by=by)
    return [
        Sheet(_("Measures"), [_("Measure"), _("Value")], _measures(recap)),
        Sheet(
            _("Countries"),
            [_("Country"), _("Registered"), _("Present")],
            [[row.country, row.registered, row.present] for row in recap.countries],
        ),
        Sheet(
            _("People"),
            [_("Name"), _("Member"), _("Country"), _("Came"), _("People met"), _("Contacts exchanged")],
            _people(mixer),
        ),
    ]


def _measures(recap: Recap) -> list[list[Any]]:
    return [
        [_("Registered"), recap.registered],
        [_("Present"), recap.present],
        [_("Did not come"), recap.no_shows],
        [_("Members present"), recap.members],
        [_("Rounds held"), recap.rounds],
        [_("Meetings"), recap.meetings],
        [_("First meetings"), recap.first_meetings],
        [_("Share of meetings across countries"), recap.cross_country],
        [_("Share of useful meetings"), recap.useful],
        [_("Meetings rated"), recap.rated],
        [_("Mean rating (1 to 5)"), recap.stars],
        [_("Ratings"), recap.ratings],
        [_("Contacts exchanged"), recap.contacts],
        [_("Follow-ups answered"), recap.follow_ups],
        [_("Something planned or under way"), recap.going_on],
    ]


def _people(mixer: Mixer) -> list[list[Any]]:
    came = _came(mixer)
    met: Counter[int] = Counter(
        person for pair in {meeting.pair for meeting in meetings.of_mixer(mixer)} for person in pair
    )
    shared = Contact.objects.filter(mixer=mixer).exclude(shared_at=None)
    contacts = Counter(shared.values_list("person_id", flat=True))
    return [
        [
            row.person.display_name,
            row.member.name if row.member is not None else "",
            row.member.country if row.member is not None else "",
            _("yes") if row.person_id in came else _("no"),
            met[row.person_id],
            contacts[row.person_id],
        ]
        for row in _places(mixer)
    ]

"""A mixer and its people for these tests: real places, invented persons, a clock that the test turns."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.models import Event, Registration
from events.states import move
from exchanges.mixers import programme
from exchanges.mixers.models import Mixer, Round, Seat, Table
from exchanges.mixers.programme import Programme
from ledger import promises, relay
from ledger.models import Promise
from ledger.reading import since
from members.models import Delegate, Member, Membership, Network, Office, Person, SpokenLanguage, Topic
from rooms import presence

PLACES: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
    ("Kochi", "IN", "Asia/Kolkata", ("en", "ml")),
    ("Jena", "DE", "Europe/Berlin", ("de", "en")),
    ("Piura", "PE", "America/Lima", ("es", "en")),
    ("Recife", "BR", "America/Recife", ("pt", "en")),
    ("Puebla", "MX", "America/Mexico_City", ("es", "en")),
    ("Ulm", "DE", "Europe/Berlin", ("de", "en")),
    ("Surat", "IN", "Asia/Kolkata", ("en", "hi")),
    ("Cusco", "PE", "America/Lima", ("es", "en")),
    ("Natal", "BR", "America/Fortaleza", ("pt", "en")),
    ("Solingen", "DE", "Europe/Berlin", ("de", "en")),
    ("Tampico", "MX", "America/Monterrey", ("es", "en")),
    ("Indore", "IN", "Asia/Kolkata", ("hi", "en")),
)
SHORT = Programme(
    table_size=4,
    round_count=3,
    round_seconds=720,
    pause_seconds=60,
    welcome_seconds=300,
    input_seconds=1200,
    harvest_seconds=840,
    prompts=({"en": "What went wrong first?"}, {"en": "What would you do again?"}),
)
WEB = "web-1"


class Clock:
    """Time that stands still until the test moves it; promises are kept on the way, each at its moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.web = WEB

    def __call__(self) -> datetime:
        return self.now

    def run(self, **length: float) -> None:
        """Let time pass, as workers would see it."""
        self.run_until(self.now + timedelta(**length))

    def run_until(self, end: datetime) -> None:
        settle()
        while (due := self._next(end)) is not None:
            self.now = max(self.now, due.due_at)
            presence.beat(self.web, now=self.now)
            assert promises.keep(due.id), Promise.objects.get(id=due.id).error
            settle()
        self.now = end
        presence.beat(self.web, now=self.now)

    def sleep(self, **length: float) -> None:
        """Let time pass while nothing runs."""
        self.now += timedelta(**length)

    @staticmethod
    def _next(end: datetime) -> Promise | None:
        return Promise.objects.filter(state=Promise.State.DUE, due_at__lte=end).order_by("due_at", "id").first()


def settle() -> None:
    """Let everything follow that follows from what was recorded."""
    while relay.drain():
        pass


def network() -> Network:
    found, _ = Network.objects.get_or_create(
        slug="iscn", defaults={"name": "ISCN", "countries": ["BR", "DE", "IN", "MX", "PE"]}
    )
    return found


def organiser(name: str = "Olga Brandt") -> Person:
    made = Person.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name=name)
    Office.objects.create(person=made, network=network(), role=Office.Role.ORGANISER)
    return made


def people(count: int) -> list[Person]:
    """Delegates, one per place in turn: the first acts for Kochi, the second for Jena, and so on."""
    members = {name: member(name, country, zone) for name, country, zone, _ in PLACES[:count]}
    places = [PLACES[index % len(PLACES)] for index in range(count)]
    made = Person.objects.bulk_create(
        Person(email=f"delegate{index}@example.org", name=f"Delegate {index} of {place[0]}")
        for index, place in enumerate(places, start=1)
    )
    Delegate.objects.bulk_create(
        Delegate(person=one, member=members[place[0]], state=Delegate.State.ADMITTED)
        for one, place in zip(made, places, strict=True)
    )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(person=one, code=code, level="C1")
        for one, place in zip(made, places, strict=True)
        for code in place[3]
    )
    return made


def member(name: str, country: str, zone: str) -> Member:
    made, _ = Member.objects.get_or_create(
        slug=name.lower(), defaults={"name": name, "country": country, "time_zone": zone, "languages": ["en"]}
    )
    Membership.objects.get_or_create(member=made, network=network(), defaults={"state": Membership.State.ADMITTED})
    return made


def topic(slug: str) -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"names": {"en": slug.replace("-", " ").capitalize()}})[0]


def speaks(person: Person, *codes: str, level: str = "C1") -> Person:
    """Give a person other languages."""
    SpokenLanguage.objects.filter(person=person).delete()
    SpokenLanguage.objects.bulk_create(SpokenLanguage(person=person, code=code, level=level) for code in codes)
    return person


def mixer(
    by: Person,
    guests: Iterable[Person] = (),
    *,
    plan: Programme = SHORT,
    starts_in: float = 3600,
    registration: bool = True,
    **details: Any,
) -> Mixer:
    """A mixer that is open for registration and starts in so many seconds, with its guests confirmed and admitted.

    Without `registration` it is published only, and its guests are those whom the organiser added.
    """
    starts_at = timezone.now() + timedelta(seconds=starts_in)
    values = {"titles": {"en": "Spring Mixer"}, "zone": "Europe/Berlin", "capacity": 1000, "contact": "a@example.org"}
    made = programme.create(by=by, network=network(), programme=plan, starts_at=starts_at, **{**values, **details})
    made.event = move(made.event, to=Event.State.PUBLISHED, by=by)
    if registration:
        made.event = move(made.event, to=Event.State.REGISTRATION_OPEN, by=by)
    confirm(made, guests)
    settle()
    return made


def confirm(made: Mixer, guests: Iterable[Person]) -> None:
    """Give places to many people at once; a service would lock the event for each."""
    from rooms import admissions

    rows = list(guests)
    members = dict(Delegate.objects.filter(person__in=rows).values_list("person_id", "member_id"))
    Registration.objects.bulk_create(
        Registration(event=made.event, person=one, member_id=members.get(one.pk), state=Registration.State.CONFIRMED)
        for one in rows
    )
    admissions.admit(made.lobby, [one.pk for one in rows])


def arrive(made: Mixer, guests: Collection[Person], *, web: str = WEB) -> None:
    """Their browsers are on the mixer's stream, by a web process."""
    presence.sync(web, [(one.pk, f"mixer:{made.id}") for one in guests], [], now=timezone.now())


def leave(made: Mixer, guests: Collection[Person]) -> None:
    """Their browsers are closed."""
    presence.sync(WEB, [], [(one.pk, f"mixer:{made.id}") for one in guests], now=timezone.now())


def kinds(made: Mixer) -> list[str]:
    """What happened in a mixer, in its order."""
    return [entry.kind for entry in since(f"mixer:{made.id}", 0)]


def told(made: Mixer, kind: str) -> list[dict[str, Any]]:
    """The data of the entries of one kind."""
    return [entry.data for entry in since(f"mixer:{made.id}", 0) if entry.kind == kind]


def fresh(made: Mixer) -> Mixer:
    """The mixer as it is now."""
    return Mixer.objects.select_related("event__network", "lobby").get(id=made.id)


def tables(made: Mixer, number: int) -> list[list[int]]:
    """Ids of the people at each table of a round that has people, by number."""
    rows = Table.objects.filter(round__mixer=made, round__number=number).order_by("number")
    seats = Seat.objects.filter(round__mixer=made, round__number=number, left_at=None).order_by("id")
    found: dict[int, list[int]] = {table.id: [] for table in rows}
    for table_id, person_id in seats.values_list("table_id", "person_id"):
        found[table_id].append(person_id)
    return [company for company in found.values() if company]


def round_of(made: Mixer, number: int) -> Round:
    return Round.objects.get(mixer=made, number=number)

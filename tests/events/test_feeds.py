"""The public calendar for other programs and websites: what is in it, for whom, and when it need not be sent again."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date

from events import audiences, calendar, registrations, states
from events.feeds import schema_org
from events.models import Event
from members.models import Person, Topic
from tests.events import cast, ical
from tests.security.payloads import MARKUP
from tests.statements import counted

E = Event.State
pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ("/calendar.ics", "/calendar.atom", "/calendar.json", "/calendar/embed/")


@pytest.mark.parametrize("address", FEEDS[:3])
def test_a_page_of_another_origin_may_ask_whether_anything_changed(address: str):
    asked = {
        "origin": "https://jena.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    answer = Client().options(address, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert Client().post(address).status_code == 405


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def public(olga: Person, slug: str, **details) -> Event:
    return cast.event(
        by=olga, slug=slug, titles={"en": slug, "de": f"{slug} auf Deutsch"}, audience="public", **details
    )


def titles(address: str, client: Client | None = None) -> list[str]:
    """What stands in a feed, by title, in its order."""
    content = (client or Client()).get(address).content
    if ".ics" in address:
        return [entry.one("SUMMARY").text for entry in ical.read(content).of("VEVENT")]
    if ".json" in address:
        return [event["title"] for event in json.loads(content)["events"]]
    if ".atom" in address:
        return [str(found.text) for found in ElementTree.fromstring(content).findall("a:entry/a:title", ATOM)]
    found = Titles()
    found.feed(content.decode())
    return found.seen


class Titles(HTMLParser):
    """The texts of links in second headings."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "h2"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "h2"

    def handle_data(self, data):
        if self.inside and data.strip():
            self.seen.append(data)


@pytest.mark.parametrize("feed", FEEDS)
def test_only_what_is_public_is_in_it_whoever_asks(olga, feed):
    public(olga, "open")
    cast.event(by=olga, slug="network", titles={"en": "network"})
    cast.event(by=olga, slug="invited", titles={"en": "invited"}, audience="invited")
    public(olga, "draft", state=E.DRAFT)
    public(olga, "hushed", state=E.CANCELLED, unannounced=True)
    organiser = Client()
    organiser.force_login(olga)
    assert titles(feed) == titles(feed, organiser) == ["open"]
    assert Client().get(feed).content == organiser.get(feed).content


@pytest.mark.parametrize("feed", FEEDS)
def test_filters_and_language_are_in_the_address_and_nothing_else_counts(olga, feed):
    wanted = public(olga, "wanted", kind="symposium", languages=["es"])
    wanted.topics.add(Topic.objects.get(slug="heat-and-water"))
    public(olga, "other", languages=["en"])
    for query in ("kind=symposium", "language=es", "topic=heat-and-water", "network=iscn&kind=symposium&language=es"):
        assert titles(f"{feed}?{query}") == ["wanted"]
    assert titles(f"{feed}?network={cast.EUROPE}") == []
    assert titles(f"{feed}?kind=symposium&lang=de") == ["wanted auf Deutsch"]
    german = Client(headers={"Accept-Language": "de"})
    german.cookies["django_language"] = "de"
    assert titles(f"{feed}?kind=symposium", german) == titles(f"{feed}?kind=symposium&lang=xx") == ["wanted"]


def test_a_feed_tells_of_what_was_called_off_and_keeps_what_was_for_three_months(olga):
    over = timezone.now() - timedelta(days=60)
    public(olga, "over", starts_at=over, ends_at=over + timedelta(hours=1))
    long_ago = over - timedelta(days=60)
    public(olga, "long-ago", starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    public(olga, "off", state=E.CANCELLED)
    assert titles("/calendar.json") == ["over", "off"]
    assert titles("/calendar.json?when=next") == ["off"]
    assert titles("/calendar.json?when=past") == ["long-ago", "over"]
    assert titles("/calendar/embed/") == []
    [entry] = ical.read(Client().get("/calendar.ics?when=next").content).of("VEVENT")
    assert entry.one("STATUS").value == "CANCELLED"


@pytest.mark.parametrize("feed", FEEDS)
def test_who_has_it_already_gets_nothing_again_until_something_changes(olga, feed):
    event = public(olga, "open")
    first = Client().get(feed)
    same = {"If-None-Match": first.headers["ETag"]}
    again = Client().get(feed, headers=same)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().head(feed).headers["ETag"] == first.headers["ETag"]
    calendar.change(event, by=olga, titles={"en": "renamed"})
    assert Client().get(feed, headers=same).status_code == 200
    assert titles(feed) == ["renamed"]


def test_who_knows_only_the_time_is_answered_by_it_also_when_something_left_the_feed(olga):
    event = public(olga, "open")
    Event.objects.update(changed_at=timezone.now() - timedelta(days=2))
    first = Client().get("/calendar.json")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert Client().get("/calendar.json", headers=since).status_code == 304
    calendar.change(event, by=olga, audience="network")
    assert (Client().get("/calendar.json", headers=since).status_code, titles("/calendar.json")) == (200, [])


def test_time_alone_changes_a_feed_and_its_last_modification(olga):
    over = timezone.now() - timedelta(hours=1)
    public(olga, "over", starts_at=over - timedelta(hours=1), ends_at=over)
    Event.objects.update(changed_at=timezone.now() - timedelta(days=2))
    said = parse_http_date(Client().get("/calendar.json?when=next").headers["Last-Modified"])
    assert said == int(over.timestamp())


def test_the_personal_feed_is_conditional_too_and_kept_by_nobody_else(olga):
    from events import calendar_tokens

    asha = cast.person("Asha")
    address = f"/calendar/{calendar_tokens.renew(asha)}.ics"
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "private, max-age=300"
    assert "Access-Control-Allow-Origin" not in first.headers
    same = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(address, headers=same).status_code == 304
    registrations.register(public(olga, "open"), asha, None)
    assert Client().get(address, headers=same).status_code == 200


def part(of: ElementTree.Element, name: str) -> ElementTree.Element:
    """The first such part of an element."""
    found = of.find(f"a:{name}", ATOM)
    assert found is not None, name
    return found


def test_the_atom_feed_is_what_the_standard_asks_for(olga):
    event = public(olga, "open", summaries={"en": "<b>&\x07\ufffe"})
    event.topics.add(Topic.objects.get(slug="heat-and-water"))
    answer = Client().get("/calendar.atom?network=iscn")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    assert part(feed, "link[@rel='self']").attrib["href"].endswith("/calendar.atom?network=iscn")
    entry = part(feed, "entry")
    assert part(entry, "id").text == f"tag:localhost,2026:event-{event.pk}"
    assert part(entry, "link").attrib["href"] == "http://localhost:8000/events/open/"
    assert part(entry, "updated").text == part(feed, "updated").text
    assert "· Berlin" in str(part(entry, "summary").text)
    assert "&lt;b&gt;&amp;" in str(part(entry, "summary").text)
    assert part(feed, "title").text == "Vernetzt: public events · ISCN"


@pytest.mark.parametrize("feed", FEEDS)
def test_an_empty_calendar_is_a_whole_answer(feed):
    first = Client().get(feed)
    assert first.status_code == 200
    assert titles(feed) == []
    assert Client().get(feed, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_frame_shows_no_more_than_it_is_asked_for_in_its_zone(olga):
    for number in range(3):
        starts = public(olga, f"event-{number}").starts_at
    page = Client().get("/calendar/embed/?most=2&zone=Asia/Kolkata&theme=dark&lang=es")
    text = page.content.decode()
    assert titles("/calendar/embed/?most=2") == ["event-0", "event-1"]
    assert "19:00 · Kolkata" in text
    assert '<html lang="es" data-kern-theme="dark">' in text
    hosts_clock = f"{starts.astimezone(ZoneInfo('Europe/Berlin')):%H:%M} · Berlin"
    assert hosts_clock in Client().get("/calendar/embed/?zone=nowhere").content.decode()
    assert "<script" not in text
    assert "<form" not in text
    assert page.cookies == {}
    for nonsense in ("0", "-1", "9" * 30, "x", "٣"):
        assert len(titles(f"/calendar/embed/?most={nonsense}")) in (1, 3)


@pytest.mark.parametrize("feed", [*FEEDS, "/events/open-0/", "/calendar/share/"])
def test_many_events_cost_as_many_queries_as_one(olga, feed):
    found = []
    for numbers in (range(1), range(1, 8)):
        for number in numbers:
            public(olga, f"open-{number}").topics.set(Topic.objects.all()[:3])
        Client().get(feed)
        with counted() as statements:
            assert Client().get(feed).status_code == 200
        found.append(len(statements))
    assert found[0] == found[1] <= 14


# --- schema.org ------------------------------------------------------------------------------------------------------


class Blocks(HTMLParser):
    """The contents of data blocks, as a browser would delimit them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found.append(data)


def block(event: Event) -> dict[str, object]:
    page = Client().get(f"/events/{event.slug}/").content.decode()
    found = Blocks()
    found.feed(page)
    [text] = found.found
    return dict(json.loads(text))


def test_search_engines_learn_of_a_public_event_and_what_becomes_of_it(olga):
    event = public(
        olga, "open", mode="hybrid", venue="Town hall", languages=["de", "en"],
        starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45"),
    )  # fmt: skip
    said = block(event)
    assert (said["@type"], said["name"]) == ("Event", "open")
    assert (said["startDate"], said["endDate"]) == ("2032-03-28T14:30:00+02:00", "2032-03-28T15:45:00+02:00")
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    assert said["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert said["location"] == [
        {"@type": "VirtualLocation", "url": "http://localhost:8000/events/open/"},
        {"@type": "Place", "name": "Town hall", "address": "Town hall"},
    ]
    states.move(event, to=E.POSTPONED, by=olga)
    assert block(event)["eventStatus"] == "https://schema.org/EventPostponed"
    states.move(event, to=E.CANCELLED, by=olga)
    assert block(event)["eventStatus"] == "https://schema.org/EventCancelled"


def test_they_learn_nothing_of_an_event_that_is_not_public(olga):
    for slug, details in (("network", {}), ("draft", {"audience": "public", "state": E.DRAFT})):
        event = cast.event(by=olga, slug=slug, **details)
        assert audiences.may_see(event, olga)
        assert schema_org.block(event) == ""


@pytest.mark.parametrize("payload", MARKUP)
def test_no_text_ends_the_block_or_becomes_markup(olga, payload):
    event = public(olga, "open", summaries={"en": payload}, venue=payload[:300], mode="onsite")
    Event.objects.filter(pk=event.pk).update(titles={"en": payload})
    text = schema_org.block(Event.objects.select_related("network").get())
    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert block(event)["description"] == payload


# --- how to take it along --------------------------------------------------------------------------------------------


def test_the_page_of_addresses_gives_pieces_that_work_for_the_filters_chosen(olga):
    public(olga, "wanted", kind="symposium")
    public(olga, "other")
    client = Client()
    client.cookies["zone"] = "Asia/Kolkata"
    page = client.get("/calendar/share/?kind=symposium&lang=de")
    for name in ("feed", "atom", "json", "frame"):
        address = page.context[name].removeprefix("http://localhost:8000")
        assert titles(address) == ["wanted auf Deutsch"], address
    text = page.content.decode()
    assert "zone=Asia%2FKolkata" in page.context["frame"]
    assert "&lt;iframe src=&quot;" in text or "&lt;iframe src=" in text
    assert page.context["webcal"].startswith("webcal://localhost:8000/calendar.ics?")
    assert 'href="webcal://' in text


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_names_the_language_it_is_in_and_not_the_askers(address: str, olga):
    public(olga, "heat")
    client = Client(headers={"accept-language": "es"})
    assert [client.get(address + query).headers["Content-Language"] for query in ("", "?lang=de")] == ["en", "de"]
    same = client.get(address, headers={"if-none-match": client.get(address).headers["ETag"]})
    assert (same.status_code, same.headers["Content-Language"]) == (304, "en")

"""People's own calendars: fetched without being led astray, read as busy or free, and nothing else kept."""

import contextlib
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from events.meetings import availability
from events.meetings.own_calendars import apart, fetching, upkeep
from events.meetings.own_calendars.busy import spans
from events.meetings.own_calendars.fetching import Unreadable, fetch, public
from events.models import Availability, BusyTime
from members.models import Person
from tests.events.meetings import table
from tests.events.meetings.table import tuesday
from tests.serving import PATIENCE

SINCE, UNTIL = tuesday(0), tuesday(0) + timedelta(days=14)
BERLIN = ZoneInfo("Europe/Berlin")


def calendar(*entries: str, kind: str = "VEVENT") -> bytes:
    blocks = [
        f"BEGIN:{kind}\nUID:{number}\nDTSTAMP:20310101T000000Z\nSUMMARY:secret title\n{entry}\nEND:{kind}"
        for number, entry in enumerate(entries)
    ]
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *blocks, "END:VCALENDAR"])
    return lines.replace("\n", "\r\n").encode()


def busy(*entries: str, kind: str = "VEVENT") -> list[tuple[str, str]]:
    found = spans(calendar(*entries, kind=kind), since=SINCE, until=UNTIL, zone=BERLIN)
    return [(f"{start:%d %H:%M}", f"{end:%d %H:%M}") for start, end in found]


def test_a_repeated_entry_keeps_its_local_hour_without_its_exceptions():
    rule = "DTSTART;TZID=Europe/Berlin:20310603T090000\nDTEND;TZID=Europe/Berlin:20310603T100000\nRRULE:FREQ=WEEKLY"
    assert busy(rule) == [("24 07:00", "24 08:00"), ("01 07:00", "01 08:00")]
    assert busy(f"{rule}\nEXDATE;TZID=Europe/Berlin:20310624T090000") == [("01 07:00", "01 08:00")]


def test_what_is_free_or_cancelled_does_not_count_and_what_touches_is_one_span():
    hour = "DTSTART:20310624T080000Z\nDTEND:20310624T090000Z"
    for free in ("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
        assert busy(f"{hour}\n{free}") == []
    assert busy(hour, "DTSTART:20310624T090000Z\nDURATION:PT30M") == [("24 08:00", "24 09:30")]


def test_whole_days_and_times_without_a_zone_are_those_of_where_the_person_lives():
    assert busy("DTSTART;VALUE=DATE:20310625\nDTEND;VALUE=DATE:20310626") == [("24 22:00", "25 22:00")]
    assert busy("DTSTART:20310625T090000\nDTEND:20310625T100000") == [("25 07:00", "25 08:00")]


def test_published_busy_times_are_read_as_well():
    periods = "FREEBUSY;FBTYPE=BUSY:20310624T080000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20310624T120000Z/PT1H"
    assert busy(periods, kind="VFREEBUSY") == [("24 08:00", "24 09:00")]


@pytest.mark.parametrize(
    "hostile",
    [
        calendar("DTSTART:20310624T080000Z\nRRULE:FREQ=SECONDLY"),
        calendar("DTSTART:20310624T080000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2,3"),
        calendar("DTSTART:20310624T080000Z\nRRULE:FREQ=DAILY;INTERVAL=0"),
    ],
)
def test_rules_that_are_nobodys_dates_end_soon(hostile: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 2)
    try:
        found = apart.spans(hostile, since=SINCE, until=UNTIL, zone="Europe/Berlin")
    except Unreadable as unreadable:
        assert unreadable.trouble in ("too_large", "no_calendar")
    else:
        assert len(found) <= 1


def test_what_is_no_calendar_is_said():
    for content in (b"", b"<html>", b"\xff\xfe\x00", b"BEGIN:VCARD\r\nEND:VCARD\r\n"):
        with pytest.raises(Unreadable) as told:
            apart.spans(content, since=SINCE, until=UNTIL, zone="UTC")
        assert told.value.trouble == "no_calendar"


OURS = (
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1"
    " ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1"
    " 64:ff9b:1::7f00:1 2001:0:7f00:1:: 2001:db8::1 fec0::1"
)


@pytest.mark.parametrize("address", OURS.split())
def test_no_machine_of_ours_is_asked(address: str):
    assert not public(ipaddress.ip_address(address), 443)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Unreadable) as told:
        fetch(f"https://{host}/calendar.ics")
    assert told.value.trouble == "not_allowed"


def test_public_ones_are_at_the_usual_port_only():
    assert public(ipaddress.ip_address("9.9.9.9"), 443)
    assert public(ipaddress.ip_address("2620:fe::fe"), 443)
    assert not public(ipaddress.ip_address("9.9.9.9"), 6379)


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("http://example.org/a.ics", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https://", "not_https"),
        ("https://user:word@example.org/", "not_allowed"),
        ("https://[::1", "not_allowed"),
        ("https://localhost/a.ics", "not_allowed"),
        ("https://2130706433/", "not_allowed"),
    ],
)
def test_other_addresses_are_refused(address: str, trouble: str):
    with pytest.raises(Unreadable) as told:
        fetch(address)
    assert told.value.trouble == trouble


class Pages(BaseHTTPRequestHandler):
    """What the other side answers, by path."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(200 if self.path != "/gone" else 404)
        self.end_headers()
        if self.path == "/drip":
            with contextlib.suppress(OSError):
                while not self.server.stopped.wait(0.1):  # type: ignore[attr-defined]
                    self.wfile.write(b"x")
            return
        self.wfile.write(b"x" * 3_000_000 if self.path == "/huge" else calendar())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other sides and processes of our own may be slow: the machine may have other things to do."""
    for reading in (fetching, apart):
        monkeypatch.setattr(reading, "MOST_SECONDS", PATIENCE)


@pytest.fixture(scope="module")
def other_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A web server with a certificate for `localhost`, and what trusts it."""
    folder = tmp_path_factory.mktemp("other-side")
    _certificate(folder)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(folder / "both.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    server.socket = served.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}", ssl.create_default_context(cafile=str(folder / "both.pem"))
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()


def _certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    parts = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(parts)


def anywhere(ip: object, port: int) -> bool:
    return True


def ask(address: str, context: ssl.SSLContext) -> str:
    try:
        return fetch(address, may_ask=anywhere, context=context)[:15].decode()
    except Unreadable as unreadable:
        return unreadable.trouble


def test_a_calendar_comes_also_from_where_it_moved_to(other_side):
    url, trusted = other_side
    assert ask(f"{url}/mine.ics", trusted) == "BEGIN:VCALENDAR"
    assert ask(f"{url}/to/{url}/mine.ics", trusted) == "BEGIN:VCALENDAR"
    assert ask(f"{url}/gone", trusted) == "not_found"
    assert ask(f"{url}/huge", trusted) == "too_large"
    assert ask(f"{url}/to/http://localhost/", trusted) == "not_https"
    assert ask(f"{url}/to/https://[", trusted) == "not_allowed"
    assert ask(f"{url}/to//to//to//to//to//gone", trusted) == "not_found"


def test_who_is_not_who_they_say_is_not_listened_to(other_side):
    url, _ = other_side
    assert ask(f"{url}/mine.ics", ssl.create_default_context()) == "not_found"


def test_a_public_side_cannot_send_us_to_ourselves(other_side):
    url, trusted = other_side
    Pages.asked.clear()
    first = True

    def only_once(ip: object, port: int) -> bool:
        nonlocal first
        allowed, first = first, False
        return allowed

    with pytest.raises(Unreadable) as told:
        fetch(f"{url}/to/{url}/inside", may_ask=only_once, context=trusted)
    assert told.value.trouble == "not_allowed"
    assert Pages.asked == [f"/to/{url}/inside"]


def test_who_drips_is_hung_up_on(other_side, monkeypatch):
    url, trusted = other_side
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    assert ask(f"{url}/drip", trusted) == "too_slow"


@pytest.fixture
def petra(db: None) -> Person:
    return table.petra()


def in_an_hour(content: bytes = b"") -> bytes:
    start = timezone.now() + timedelta(hours=1)
    return content or calendar(f"DTSTART:{start:%Y%m%dT%H%M%S}Z\nDURATION:PT1H")


def test_busy_times_are_kept_without_titles_and_leave_out_a_slot_but_forbid_no_booking(petra):
    upkeep.give(petra, "webcal://example.org/mine.ics")
    [row] = upkeep.due()
    assert upkeep.due() == []
    entry = calendar(f"DTSTART:{tuesday():%Y%m%dT%H%M%S}Z\nDURATION:PT1H")
    upkeep.AHEAD, ahead = timedelta(days=5000), upkeep.AHEAD
    try:
        upkeep.read(row, ask=lambda address: entry if address == "https://example.org/mine.ics" else b"")
    finally:
        upkeep.AHEAD = ahead
    assert list(BusyTime.objects.values_list("person", "starts_at")) == [(petra.pk, tuesday())]
    asha = table.asha()
    people = [table.attendee(petra), table.attendee(asha)]
    day = tuesday().date()
    found = availability.free_slots(people, minutes=60, first=day, last=day, most=99)
    assert all(abs(slot.start - tuesday()) >= timedelta(hours=1) for slot in found)
    assert table.book([petra, asha], starts_at=tuesday()).pk


@pytest.mark.django_db
def test_trouble_is_shown_to_its_owner_and_what_was_known_stays(petra):
    upkeep.give(petra, "https://example.org/mine.ics")
    row = Availability.objects.get()
    upkeep.read(row.pk, ask=lambda _: in_an_hour())
    assert BusyTime.objects.count() == 1

    def gone(address: str) -> bytes:
        raise Unreadable("not_found")

    upkeep.read(row.pk, ask=gone)
    row.refresh_from_db()
    assert (row.busy_error, BusyTime.objects.count()) == ("not_found", 1)
    client = Client()
    client.force_login(petra, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/calendar/hours/").content.decode()
    assert "Unter dieser Adresse antwortet niemand." in page
    wrong = client.post("/calendar/busy/", {"busy_address": "http://example.org/"})
    assert (wrong.status_code, "http://example.org/" in wrong.content.decode()) == (422, True)
    client.post("/calendar/busy/", {"busy_address": ""})
    assert (BusyTime.objects.count(), Availability.objects.get().busy_address) == (0, "")


@pytest.mark.django_db
def test_who_looks_for_times_has_old_calendars_read_again(petra):
    upkeep.give(petra, "https://example.org/mine.ics")
    row = Availability.objects.get()
    upkeep.read(row.pk, ask=lambda _: in_an_hour())
    upkeep.look_soon([petra.pk])
    assert upkeep.due() == []
    Availability.objects.update(busy_read_at=timezone.now() - timedelta(minutes=30))
    upkeep.look_soon([petra.pk])
    assert upkeep.due() == [row.pk]


@pytest.mark.django_db
def test_a_calendar_that_could_not_be_read_waits_however_many_look(petra):
    upkeep.give(petra, "https://example.org/mine.ics")
    row = Availability.objects.get()
    upkeep.read(row.pk, ask=lambda _: in_an_hour())
    Availability.objects.update(busy_read_at=timezone.now() - timedelta(minutes=30))

    def gone(address: str) -> bytes:
        raise Unreadable("not_found")

    upkeep.read(row.pk, ask=gone)
    upkeep.look_soon([petra.pk])
    assert upkeep.due() == []


@pytest.mark.django_db
def test_an_address_changed_meanwhile_keeps_nothing_of_the_old_one(petra):
    upkeep.give(petra, "https://example.org/mine.ics")

    def changed_meanwhile(address: str) -> bytes:
        upkeep.give(petra, "https://example.org/other.ics")
        return in_an_hour()

    upkeep.read(Availability.objects.get().pk, ask=changed_meanwhile)
    assert BusyTime.objects.count() == 0

"""A strict reader of calendar files, written from RFC 5545 alone: it knows nothing of how ours are made.

It accepts less than calendars do: lines end in CRLF and have at most 75 octets, text is UTF-8, every component is
closed, each property that may occur once does, and local times are resolved by the file's own VTIMEZONE.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"[A-Za-z0-9-]+")
PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)')
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
ONCE = {
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "ORGANIZER",
    "METHOD",
    "PRODID",
    "VERSION",
}
REQUIRED = {"VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP"}, "VTIMEZONE": {"TZID"}}


class Malformed(ValueError):
    """The file is not what the RFC says."""


@dataclass
class Property:
    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property without its escapes."""
        if re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", self.value):
            raise Malformed(f"unknown escape in {self.value!r}")
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    kind: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property:
        found = self.all(name)
        if len(found) != 1:
            raise Malformed(f"{self.kind} has {len(found)} {name}")
        return found[0]

    def of(self, kind: str) -> list["Component"]:
        return [part for part in self.parts if part.kind == kind]


def lines(content: bytes) -> list[str]:
    """The unfolded content lines."""
    if not content.endswith(b"\r\n"):
        raise Malformed("the last line is not ended")
    raw = content[:-2].split(b"\r\n")
    if any(b"\n" in line or b"\r" in line for line in raw):
        raise Malformed("a lone line break")
    if too_long := [line for line in raw if len(line) > 75]:
        raise Malformed(f"a line of {len(too_long[0])} octets")
    unfolded: list[bytes] = []
    for line in raw:
        if line[:1] in (b" ", b"\t"):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    for line in raw:
        line.decode("utf-8")  # nothing is folded in the middle of a character
    return [line.decode("utf-8") for line in unfolded]


def property_of(line: str) -> Property:
    head = NAME.match(line)
    if head is None:
        raise Malformed(f"no property: {line!r}")
    at, params = head.end(), {}
    while (found := PARAM.match(line, at)) is not None:
        params[found[1].upper()] = found[2].strip('"')
        at = found.end()
    if line[at : at + 1] != ":":
        raise Malformed(f"no value: {line!r}")
    value = line[at + 1 :]
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value):
        raise Malformed(f"a control character: {line!r}")
    return Property(head[0].upper(), params, value)


def read(content: bytes) -> Component:
    """The file's one VCALENDAR."""
    open_ones: list[Component] = []
    finished: list[Component] = []
    for line in lines(content):
        found = property_of(line)
        if found.name == "BEGIN":
            open_ones.append(Component(found.value))
        elif found.name == "END":
            closed = open_ones.pop()
            if closed.kind != found.value:
                raise Malformed(f"{closed.kind} ends as {found.value}")
            _check(closed)
            (open_ones[-1].parts if open_ones else finished).append(closed)
        else:
            open_ones[-1].properties.append(found)
    if open_ones or len(finished) != 1 or finished[0].kind != "VCALENDAR":
        raise Malformed("not one closed VCALENDAR")
    return finished[0]


def _check(component: Component) -> None:
    names = [each.name for each in component.properties]
    if twice := {name for name in names if name in ONCE and names.count(name) > 1}:
        raise Malformed(f"{component.kind} has {twice} more than once")
    if missing := REQUIRED.get(component.kind, set()) - set(names):
        raise Malformed(f"{component.kind} lacks {missing}")


def moment(calendar: Component, found: Property) -> datetime:
    """The moment of a DATE-TIME in UTC, resolved by the file's own rules where it is local."""
    if found.value.endswith("Z"):
        return datetime.strptime(found.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(found.value, "%Y%m%dT%H%M%S")
    [zone] = [each for each in calendar.of("VTIMEZONE") if each.one("TZID").value == found.params["TZID"]]
    rules = []
    for part in zone.parts:
        onset = datetime.strptime(part.one("DTSTART").value, "%Y%m%dT%H%M%S")
        rules.append((onset, offset(part.one("TZOFFSETFROM").value), offset(part.one("TZOFFSETTO").value)))
    begun = [rule for rule in sorted(rules) if rule[0] <= local]
    return (local - begun[-1][2]).replace(tzinfo=UTC)


def offset(text: str) -> timedelta:
    found = OFFSET.fullmatch(text)
    if found is None:
        raise Malformed(f"no offset: {text}")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return size if found[1] == "+" else -size

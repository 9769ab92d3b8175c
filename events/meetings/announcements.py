"""Who is told what about a meeting: reactions to its facts, run by `workers`.

Everybody who takes part is told of a booking, a move and a cancellation, with a calendar file in the mail. When
somebody steps in or comes as well, those concerned are told by mail and the others on the page only.
"""

from collections import defaultdict
from collections.abc import Iterable

from events.meetings import owners
from events.models import Meeting, Participant
from ledger.facts import Entry
from members.notices import tell


def tell_everybody(entry: Entry) -> None:
    """Tell all who take part that a meeting is booked, moved or cancelled."""
    meeting = _meeting(entry)
    if meeting is not None:
        _tell(meeting, _people(meeting), entry.kind, entry.position)


def tell_of_replacement(entry: Entry) -> None:
    """Tell who left, who steps in, and the others."""
    meeting = _meeting(entry)
    if meeting is None:
        return
    left, came = entry.data["person_id"], entry.data["other_id"]
    here = set(_people(meeting))
    _tell(meeting, {left} - here, "meeting_left", entry.position)
    _tell(meeting, {came} & here, "meeting_booked", entry.position)
    _tell(meeting, here - {left, came}, "meeting_person_changed", entry.position, by_mail=False)


def tell_of_joining(entry: Entry) -> None:
    """Tell who comes as well, and the others."""
    meeting = _meeting(entry)
    if meeting is None:
        return
    came, here = entry.data["person_id"], set(_people(meeting))
    _tell(meeting, {came} & here, "meeting_booked", entry.position)
    _tell(meeting, here - {came}, "meeting_person_changed", entry.position, by_mail=False)


def tell_moderator(entry: Entry) -> None:
    """Tell who moderates from now on."""
    meeting = _meeting(entry)
    if meeting is not None:
        _tell(meeting, {entry.data["person_id"]} & set(_people(meeting)), "meeting_moderated", entry.position)


def _tell(meeting: Meeting, people: Iterable[int], kind: str, position: int, *, by_mail: bool = True) -> None:
    """Tell people, each with the page they may look at."""
    by_page: dict[str, list[int]] = defaultdict(list)
    roles = dict(Participant.objects.filter(meeting=meeting).values_list("person_id", "role"))
    for person in people:
        page = "" if kind == "meeting_left" else owners.page_for(meeting, roles.get(person, ""))
        by_page[page].append(person)
    for page, told in by_page.items():
        tell(
            told,
            kind=kind,
            key=f"{kind}:{meeting.pk}:{position}",
            data={"meeting_id": meeting.pk, "sequence": meeting.sequence},
            address=page,
            by_mail=by_mail,
        )


def _meeting(entry: Entry) -> Meeting | None:
    return Meeting.objects.filter(pk=entry.data["meeting_id"]).first()


def _people(meeting: Meeting) -> list[int]:
    rows = Participant.objects.filter(meeting=meeting, left_at=None)
    return list(rows.values_list("person_id", flat=True))

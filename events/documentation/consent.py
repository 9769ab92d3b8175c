"""Whose consent an item needs, and who has not given it: asked anew whenever something is shown.

Speakers say on their page whether their contribution may be recorded and published. Nothing is kept about an item's
consents, so whoever takes theirs back, or is erased, takes the item off the public page at that moment.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.models import AgendaVersion, Appearance, DocumentationItem, Speaker

K, ROLE = DocumentationItem.Kind, Appearance.Role
_GONE = _("Somebody who was taken off the agenda")


@dataclass(frozen=True)
class Part:
    """What somebody did in a session, as the draft or the agenda of the day has it.

    Attributes:
        speaker: an id; the row may be gone.
        appearance: its id in the draft; None in a published agenda.
        dropped: whether the draft no longer has the session.
    """

    speaker: int
    session: int
    role: str
    appearance: int | None = None
    dropped: bool = False


def lacking(items: Collection[DocumentationItem]) -> dict[int, list[Speaker]]:
    """By item id the speakers who have not agreed, in four queries; items that may be shown are left out.

    Whoever was taken off the agenda after the event was in it all the same, and cannot agree any more.

    Args:
        items: of any events.
    """
    parts = _parts({item.event_id for item in items})
    wanted = {item.pk: list(dict.fromkeys(one.speaker for one in asked(item, parts[item.event_id]))) for item in items}
    people = Speaker.objects.select_related("person").in_bulk({pk for ids in wanted.values() for pk in ids})
    found: dict[int, list[Speaker]] = {}
    for item in items:
        there = [people.get(pk) or Speaker(name=str(_GONE)) for pk in wanted[item.pk]]
        found[item.pk] = [one for one in there if not _agreed(one, theirs=item.appearance_id is not None)]
    return {pk: speakers for pk, speakers in found.items() if speakers}


def asked(item: DocumentationItem, parts: Sequence[Part]) -> list[Part]:
    """Whose consent an item needs.

    A recording has everybody's voice, interpreters' too. A speaker's slides are theirs alone; other things about a
    session are its speakers', chairs' and moderators'. Texts and documents about the whole event are the organisers'.

    Args:
        item: which.
        parts: all of its event.
    """
    near = [one for one in parts if item.session_id == one.session or (item.session_id is None and not one.dropped)]
    if item.kind == K.RECORDING:
        return near
    if item.appearance_id is not None:
        return [one for one in parts if one.appearance == item.appearance_id]
    if item.session_id is None and item.kind != K.SLIDES:
        return []
    return [one for one in near if one.role != ROLE.INTERPRETER]


def _parts(events: Collection[int]) -> dict[int, list[Part]]:
    """By event who did what, by the draft and by the agenda that held when the event ended."""
    found: dict[int, list[Part]] = defaultdict(list)
    rows = Appearance.objects.filter(session__event__in=events).order_by("id")
    for row in rows.select_related("session"):
        part = Part(row.speaker_id, row.session_id, row.role, appearance=row.pk, dropped=row.session.dropped)
        found[row.session.event_id].append(part)
    for version in AgendaVersion.objects.filter(pk__in=_of_the_day(events).values()):
        for session in version.snapshot["sessions"]:
            found[version.event_id] += [Part(speaker, session["id"], role) for speaker, role in session["people"]]
    return found


def _of_the_day(events: Collection[int]) -> dict[int, int]:
    """By event the id of the last version published before its end, else of the first."""
    found: dict[int, int] = {}
    rows = AgendaVersion.objects.filter(event__in=events).order_by("number")
    for event, pk, at, end in rows.values_list("event", "id", "published_at", "event__ends_at"):
        if event not in found or at <= end:
            found[event] = pk
    return found


def _agreed(speaker: Speaker, *, theirs: bool) -> bool:
    """Whether somebody agrees to an item; of whoever was erased nothing shows that they agreed.

    Whoever declined before the event was not there and is not asked, unless it is `theirs` or they said no.
    """
    if speaker.person is not None and speaker.person.erased_at is not None:
        return False
    declined = speaker.state == Speaker.State.DECLINED and not theirs
    return speaker.recording is True or (speaker.recording is None and declined)

"""Telling somebody on the agenda something, with or without an account, with their private address."""

from events.models import Speaker
from members import notices

WITH_PRIVATE_PAGE = ("speaker_invited", "speaker_page")
"""Mails without which somebody does not know their private page."""


def address_of(speaker: Speaker) -> str:
    """Where the speaker answers and hands things in."""
    return f"/speakers/{speaker.token}/"


def tell(speaker: Speaker, kind: str, *, key: str, address: str = "", **data: object) -> None:
    """Tell a speaker by mail, in the transaction of what they are told about.

    Args:
        speaker: who.
        kind: names the templates (see `members.notices`).
        key: what makes it the same notice for this speaker.
        address: where the notice leads, when it is not their private page.
        data: beside the event; no names.
    """
    told: dict[str, object] = {"event_id": speaker.event_id, **data}
    key, address = f"{kind}:{speaker.pk}:{key}", address or address_of(speaker)
    if speaker.person_id is not None:
        notices.tell([speaker.person_id], kind=kind, key=key, data=told, address=address)
    elif speaker.email:
        language, told["zone"] = speaker.language or "en", speaker.zone or speaker.event.zone
        notices.tell_address(speaker.email, language=language, kind=kind, key=key, data=told, address=address)

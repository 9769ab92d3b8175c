"""How the facts of sessions read in a member's dossier."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE
from peers import session_facts as facts
from peers.models import Session
from rooms.models import Action, Outcome

Worded = Callable[[Sequence[Entry]], list[str]]


def _titles(entries: Sequence[Entry]) -> dict[int, str]:
    return dict(
        Session.objects.filter(pk__in={entry.data["session_id"] for entry in entries}).values_list("pk", "title")
    )


def _about(sentence: Callable[[str], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        titles = _titles(entries)
        return [sentence(titles.get(entry.data["session_id"], GONE)) for entry in entries]

    return worded


def _held(entries: Sequence[Entry]) -> list[str]:
    titles = _titles(entries)
    rows = Action.objects.filter(room__meeting__peer_session__in=titles, withdrawn_at=None)
    texts: dict[int, list[str]] = {}
    for session_id, text in rows.values_list("room__meeting__peer_session", "text"):
        texts.setdefault(session_id, []).append(text)
    return [
        _held_one(titles.get(pk, GONE), texts.get(pk, [])) for pk in (entry.data["session_id"] for entry in entries)
    ]


def _held_one(title: str, actions: Sequence[str]) -> str:
    if not actions:
        return _("Consulted on “%(title)s”.") % {"title": title}
    sentence = ngettext(
        "Consulted on “%(title)s” and agreed on %(number)d action: %(actions)s",
        "Consulted on “%(title)s” and agreed on %(number)d actions: %(actions)s",
        len(actions),
    )
    return sentence % {"title": title, "number": len(actions), "actions": "; ".join(actions)}


def _followed(entries: Sequence[Entry]) -> list[str]:
    rows = Action.objects.filter(pk__in={entry.data["action_id"] for entry in entries})
    texts, results = dict(rows.values_list("pk", "text")), dict(Outcome.Result.choices)
    return [
        _("What became of “%(action)s”: %(result)s.")
        % {"action": texts.get(entry.data["action_id"], GONE), "result": results.get(entry.data["result"], "")}
        for entry in entries
    ]


WORDED: dict[type[Fact], Worded] = {  # bookings, moves and cancellations are worded by the meeting
    facts.SessionProposed: _about(
        lambda title: _("Times were proposed for a session: “%(title)s”.") % {"title": title}
    ),
    facts.SessionMissed: _about(lambda title: _("A session was not held: “%(title)s”.") % {"title": title}),
    facts.SessionHeld: _held,
    facts.SessionFollowed: _followed,
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Peer learning")
    dossiers.register("peers", label, {fact.kind: renderer for fact, renderer in WORDED.items()})

"""How the facts of peer learning read in a member's dossier: a few look-ups for a whole page."""

from collections.abc import Callable, Sequence

from babel.lists import format_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE, names_of_people
from peers import facts
from peers.models import Check, Invitation, Offer, Partner, Request
from web.names import locale
from web.translated import translated

Words = dict[str, str]
Worded = Callable[[Sequence[Entry]], list[str]]


def _seekers(entries: Sequence[Entry]) -> dict[int, Words]:
    ids = {entry.data["request_id"] for entry in entries}
    return {row.pk: {"seeker": row.member.name, "need": str(row)} for row in _requests(ids)}


def _requests(ids: set[int]) -> Sequence[Request]:
    return list(Request.objects.filter(pk__in=ids).select_related("member"))


def _about_request(sentence: Callable[[Words], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        known = _seekers(entries)
        empty = {"seeker": GONE, "need": GONE}
        return [
            sentence({**known.get(entry.data["request_id"], empty), "number": str(entry.data.get("number", ""))})
            for entry in entries
        ]

    return worded


def _about_invitation(sentence: Callable[[Words], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        rows = Invitation.objects.filter(pk__in={entry.data["invitation_id"] for entry in entries})
        names = {
            pk: {"seeker": seeker, "host": host}
            for pk, seeker, host in rows.values_list("pk", "request__member__name", "host__name")
        }
        return [sentence(names.get(entry.data["invitation_id"], {"seeker": GONE, "host": GONE})) for entry in entries]

    return worded


def _about_offer(sentence: Callable[[Words], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        rows = Offer.objects.filter(pk__in={entry.data["offer_id"] for entry in entries})
        topics = {pk: translated(names).text for pk, names in rows.values_list("pk", "topic__names")}
        return [sentence({"topic": topics.get(entry.data["offer_id"], GONE)}) for entry in entries]

    return worded


def _about_partnership(sentence: Callable[[Entry, Words], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        members: dict[int, list[str]] = {}
        partners = Partner.objects.filter(partnership__in={entry.data["partnership_id"] for entry in entries})
        for pk, name in partners.values_list("partnership_id", "member__name"):
            members.setdefault(pk, []).append(name)
        people = names_of_people({entry.data["person_id"] for entry in entries if "person_id" in entry.data})
        language = locale(get_language() or "en")
        return [
            sentence(
                entry,
                {
                    "members": format_list(sorted(members.get(entry.data["partnership_id"], [GONE])), locale=language),
                    "name": people.get(entry.data.get("person_id", 0), GONE),
                },
            )
            for entry in entries
        ]

    return worded


def _plainly(sentence: Callable[[Words], str]) -> Worded:
    return _about_partnership(lambda entry, words: sentence(words))


def _moved(entry: Entry, words: Words) -> str:
    label = dict(Request.State.choices).get(entry.data["to"], entry.data["to"])
    return _("The partnership of %(members)s: %(state)s.") % {**words, "state": label}


def _told(entry: Entry, words: Words) -> str:
    label = dict(Check.Outcome.choices).get(entry.data["outcome"], "")
    return _("What came of the partnership of %(members)s: %(outcome)s.") % {**words, "outcome": label}


WORDED: dict[type[Fact], Worded] = {
    facts.OfferMade: _about_offer(lambda words: _("Offers to teach others: %(topic)s.") % words),
    facts.OfferWithdrawn: _about_offer(lambda words: _("No longer offers to teach: %(topic)s.") % words),
    facts.RequestPosted: _about_request(lambda words: _("%(seeker)s asked for help: %(need)s") % words),
    facts.RequestWithdrawn: _about_request(lambda words: _("%(seeker)s no longer seeks: %(need)s") % words),
    facts.RequestDeclined: _about_request(
        lambda words: _("The secretariat could not take on what %(seeker)s asked: %(need)s") % words
    ),
    facts.PeerInvited: _about_invitation(
        lambda words: _("%(seeker)s invited %(host)s to learn from each other.") % words
    ),
    facts.PeerAccepted: _about_invitation(lambda words: _("%(host)s and %(seeker)s agreed to learn together.") % words),
    facts.PeerDeclined: _about_invitation(lambda words: _("%(host)s declined the invitation of %(seeker)s.") % words),
    facts.PeerCountered: _about_invitation(lambda words: _("%(host)s made %(seeker)s another proposal.") % words),
    facts.PeerUninvited: _about_invitation(lambda words: _("%(seeker)s took back its invitation of %(host)s.") % words),
    facts.PeerLapsed: _about_invitation(
        lambda words: _("The invitation of %(host)s by %(seeker)s has lapsed.") % words
    ),
    facts.PartnershipFounded: _plainly(lambda words: _("A partnership began: %(members)s.") % words),
    facts.PartnershipMoved: _about_partnership(_moved),
    facts.CharterAgreed: _plainly(lambda words: _("The charter of %(members)s was agreed to.") % words),
    facts.TeamJoined: _plainly(lambda words: _("%(name)s works in the partnership of %(members)s.") % words),
    facts.TeamLeft: _plainly(lambda words: _("%(name)s left the partnership of %(members)s.") % words),
    facts.PlanStepDone: _plainly(lambda words: _("A step of the learning plan of %(members)s is done.") % words),
    facts.LogWritten: _plainly(lambda words: _("%(members)s wrote their log.") % words),
    facts.TransferWritten: _plainly(lambda words: _("%(members)s wrote what they take over at home.") % words),
    facts.StoryWritten: _plainly(lambda words: _("%(members)s wrote the story of their partnership.") % words),
    facts.OutcomeTold: _about_partnership(_told),
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Peer learning")
    dossiers.register("peers", label, {fact.kind: renderer for fact, renderer in WORDED.items()})

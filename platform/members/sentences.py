"""How this app's facts read in a dossier: one look-up per kind of subject for all entries together."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from ledger.facts import Entry, Fact
from members import dossiers, facts
from members.models import Network, Person

GONE = "–"


def names_of_people(ids: set[int]) -> dict[int, str]:
    """What people are called; erased ones by what stands for them."""
    return {person.id: person.display_name for person in Person.objects.filter(id__in=ids)}


def _about_people(sentence: Callable[[str], str]) -> Callable[[Sequence[Entry]], list[str]]:
    def worded(entries: Sequence[Entry]) -> list[str]:
        names = names_of_people({entry.data["person_id"] for entry in entries})
        return [sentence(names.get(entry.data["person_id"], GONE)) for entry in entries]

    return worded


def _about_networks(sentence: Callable[[str], str]) -> Callable[[Sequence[Entry]], list[str]]:
    def worded(entries: Sequence[Entry]) -> list[str]:
        ids = {entry.data["network_id"] for entry in entries}
        names = dict(Network.objects.filter(id__in=ids).values_list("id", "name"))
        return [sentence(names.get(entry.data["network_id"], GONE)) for entry in entries]

    return worded


def _plain(sentence: Callable[[], str]) -> Callable[[Sequence[Entry]], list[str]]:
    return lambda entries: [sentence() for _entry in entries]


WORDED: dict[type[Fact], Callable[[Sequence[Entry]], list[str]]] = {
    facts.MemberEntered: _plain(lambda: _("Came to the platform.")),
    facts.MemberChanged: _plain(lambda: _("Changed what it says about itself.")),
    facts.MembershipRequested: _about_networks(lambda name: _("Asked to belong to %(name)s.") % {"name": name}),
    facts.MembershipAdmitted: _about_networks(lambda name: _("Was admitted to %(name)s.") % {"name": name}),
    facts.MembershipDeclined: _about_networks(lambda name: _("Was not admitted to %(name)s.") % {"name": name}),
    facts.MembershipEnded: _about_networks(lambda name: _("No longer belongs to %(name)s.") % {"name": name}),
    facts.DelegateRequested: _about_people(lambda name: _("%(name)s asked to act for the member.") % {"name": name}),
    facts.DelegateAdmitted: _about_people(lambda name: _("%(name)s became a delegate.") % {"name": name}),
    facts.DelegateDeclined: _about_people(lambda name: _("%(name)s was not admitted.") % {"name": name}),
    facts.DelegateEnded: _about_people(lambda name: _("%(name)s no longer acts for the member.") % {"name": name}),
    facts.RepresentativeChanged: _about_people(lambda name: _("%(name)s became the representative.") % {"name": name}),
    facts.DelegateInvited: _plain(lambda: _("Somebody was invited to act for the member.")),
    facts.InvitationWithdrawn: _plain(lambda: _("An invitation was withdrawn.")),
}


def register() -> None:
    """Word this app's facts for the dossier."""
    label = dossiers.topics_of_kinds["membership"][0]
    dossiers.register("membership", label, {fact.kind: renderer for fact, renderer in WORDED.items()})

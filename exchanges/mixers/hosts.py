"""Who leads a mixer: the organisers of its network, and whom they made hosts in its lobby."""

from django.db.models import Q

from events import audiences
from exchanges.mixers.models import Mixer
from exchanges.mixers.refusals import NotAHost
from members.models import Person
from members.roles import Somebody, active
from rooms import admissions
from rooms.models import Admission

HOST = Admission.Role.HOST


def is_host(mixer: Mixer, person: Somebody) -> bool:
    """Whether the person leads this mixer."""
    if not active(person):
        return False
    return audiences.looks_after(mixer.event, person) or _made_host(mixer, person)


def _made_host(mixer: Mixer, person: Person) -> bool:
    return admissions.valid().filter(Q(room_id=mixer.lobby_id), person=person, role=HOST).exists()


def require(mixer: Mixer, person: Somebody) -> Person:
    """The person, when they lead this mixer.

    Raises:
        NotAHost: they do not.
    """
    if not active(person) or not is_host(mixer, person):
        raise NotAHost
    return person


def require_organiser(mixer: Mixer, person: Somebody) -> Person:
    """The person, when they are staff of the mixer's network: what is private to the organisers is theirs alone.

    Raises:
        NotAHost: they are not, even if they lead this mixer.
    """
    if not active(person) or not audiences.looks_after(mixer.event, person):
        raise NotAHost
    return person


def enter(mixer: Mixer, person: Person) -> None:
    """Let an organiser of the network into the lobby, as a host unless they take part themselves.

    Raises:
        NotAHost: the person is neither an organiser of the network nor a host already.
    """
    require(mixer, person)
    admissions.admit(mixer.lobby, [person.pk], role=HOST)


def appoint(mixer: Mixer, person_id: int, *, by: Person) -> None:
    """Make somebody a host of this mixer.

    Raises:
        NotAHost: `by` is none.
    """
    require(mixer, by)
    if not admissions.admit(mixer.lobby, [person_id], role=HOST):
        admissions.give_role(mixer.lobby, [person_id], role=HOST)

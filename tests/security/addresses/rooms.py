"""Rooms, and the consultation held in one."""

from rooms import views as rooms
from tests.security.addresses.roles import HERE, HOSTS, IN_THE_LOBBY, OWNER, REGISTERED, A, some_of

_ROOMS = [
    A("/rooms/{room}/", REGISTERED, seen=HERE),
    A("/rooms/{room}/say/", post=REGISTERED, data={"text": "I should not be here", "nonce": "n"}),
    A("/rooms/{room}/messages/{message}/withdraw/", post=OWNER, told=some_of("host")),
    A("/rooms/{lobby}/", IN_THE_LOBBY, seen=HERE),
    *(A("/rooms/{lobby}/parts/" + name + "/", IN_THE_LOBBY) for name in rooms.PARTS),
    A("/rooms/{lobby}/say/", post=IN_THE_LOBBY, data={"text": "I should not be here", "nonce": "n"}),
    A("/rooms/{lobby}/messages/{lobby_message}/edit/", post=OWNER, data={"text": "No"}, told=HOSTS),
    A("/rooms/{lobby}/messages/{lobby_message}/withdraw/", post=IN_THE_LOBBY),
    A("/rooms/{lobby}/notes/", IN_THE_LOBBY, IN_THE_LOBBY, {"notes": "No", "version": "0"}),
    *(
        A("/rooms/{lobby}/people/{companion}/" + action + "/", post=HOSTS, told=OWNER)
        for action in rooms.PEOPLE_ACTIONS
    ),
    *(
        A("/rooms/{lobby}/clock/" + action + "/", told=IN_THE_LOBBY)
        for action in rooms.CLOCK_ACTIONS
    ),
]  # fmt: skip
_CONSULTATIONS = [
    A("/rooms/{consultation}/", REGISTERED, seen=HERE),
    *(A("/rooms/{consultation}/parts/" + name + "/", REGISTERED) for name in rooms.CONSULTING_PARTS),
    A("/rooms/{consultation}/begin/", post=some_of("host"), told=OWNER),
    A("/rooms/{consultation}/take-over/", post=REGISTERED),
    A("/rooms/{consultation}/cast/{advisor}/", post=some_of("host"), data={"role": "scribe"}, told=OWNER),
    A(
        "/rooms/{consultation}/actions/",
        post=REGISTERED,
        data={"action-text": "Ask", "action-owner": "{advisor}", "action-due_on": "2099-01-01"},
    ),
    A("/rooms/{consultation}/actions/{action}/withdraw/", post=REGISTERED),
    A(
        "/rooms/{consultation}/outcomes/{outcome}/",
        post=REGISTERED,
        data={"outcome-{outcome}-result": "done", "outcome-{outcome}-sentence": "It is done."},
    ),
    *(A("/rooms/{consultation}/recording/" + deed + "/", post=some_of("host"), told=OWNER) for deed in ("ask", "drop")),
    *(A("/rooms/{consultation}/recording/" + deed + "/", post=REGISTERED) for deed in ("agree", "refuse")),
    A("/rooms/{consultation}/close/", post=some_of("host"), data={"reason": "It is late"}, told=OWNER),
]  # fmt: skip

ADDRESSES = [*_ROOMS, *_CONSULTATIONS]

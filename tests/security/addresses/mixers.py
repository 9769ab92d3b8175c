"""A Global Mixer from registration to recap."""

from exchanges.mixers.views.attending import LOBBY_PARTS, TABLE_PARTS
from exchanges.mixers.views.leading import ACTIONS, PARTS
from tests.security.addresses.roles import (
    ANY_STAFF,
    AT_THE_MIXER,
    ENTERING,
    HERE,
    LEADS,
    OF_THE_NETWORK,
    OWNER,
    REGISTERED,
    STAFF,
    A,
)

_MET = {"other": "{companion}"}
ADDRESSES = [
    A("/mixers/new/", ANY_STAFF, ANY_STAFF),
    A("/mixers/{event}/edit/", STAFF, STAFF),
    A("/mixers/{event}/card/", REGISTERED, REGISTERED, {"seek_0_line": "Shade"}),
    A("/mixers/{event}/wishes/", post=REGISTERED, data={"other": "{companion}", "kind": "must"}),
    A("/mixers/{event}/wishes/{other}/withdraw/", post=OWNER),
    A("/mixers/{event}/lobby/", OF_THE_NETWORK, seen=ENTERING),
    *(A("/mixers/{event}/lobby/" + name + "/", AT_THE_MIXER, seen=HERE) for name in LOBBY_PARTS),
    A("/mixers/{event}/table/", AT_THE_MIXER, seen=HERE),
    *(A("/mixers/{event}/table/" + name + "/", AT_THE_MIXER) for name in TABLE_PARTS),
    A("/mixers/{event}/contacts/", post=AT_THE_MIXER, data=_MET),
    A("/mixers/{event}/contacts/withdraw/", post=AT_THE_MIXER, data=_MET),
    A("/mixers/{event}/more-time/", post=AT_THE_MIXER),
    A("/mixers/{event}/step-out/", post=AT_THE_MIXER),
    A("/mixers/{event}/step-in/", post=AT_THE_MIXER),
    A("/mixers/{event}/host/", LEADS, seen=ENTERING),
    *(A("/mixers/{event}/host/parts/" + name + "/", LEADS) for name in PARTS),
    *(
        A(
            "/mixers/{event}/host/" + name + "/",
            post=LEADS,
            data={
                "person": "{companion}", "table": "{table}", "into": "{table}", "text": "Not by me", "minutes": "5",
                "phase": "round", "number": "1", "anyway": "1",
            },
        )
        for name in ACTIONS
    ),
    A("/mixers/{event}/afterwards/", AT_THE_MIXER),
    A("/mixers/{event}/rating/", post=REGISTERED, data={"stars": "1"}),
    A("/mixers/{event}/meetings/rating/", post=AT_THE_MIXER, data={**_MET, "useful": "yes"}),
    A("/mixers/{event}/follow-ups/", post=AT_THE_MIXER, data={**_MET, "days": "30", "outcome": "project"}),
    A("/mixers/{event}/recap/", LEADS),
    *(A("/mixers/{event}/recap/0." + kind, LEADS) for kind in ("csv", "xlsx")),
]  # fmt: skip

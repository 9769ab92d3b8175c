"""A Fachworkshop: tasks, groups, actions."""

from tests.security.addresses.roles import OWNER, STAFF, A

_W, _WD = "/events/{workshop}/workshop/", "/events/{workshop}/workshop/desk/"
AT_THE_WORKSHOP = OWNER | STAFF
ADDRESSES = [
    A(_W, AT_THE_WORKSHOP),
    A(_W + "tasks/{homework}/", OWNER, OWNER, {"kind": "practice", "text": "Not by me"}),
    A(_W + "tasks/{homework}/withdraw/", post=AT_THE_WORKSHOP),
    A(_W + "preparations/{preparation}/file/", AT_THE_WORKSHOP),
    A(_W + "ratings/", post=AT_THE_WORKSHOP, data={"competence-{competence}": "3"}),
    A(
        _W + "actions/",
        post=AT_THE_WORKSHOP,
        data={"action-text": "Not by me", "action-owner": "{asha}", "action-due_on": "2099-01-01"},
    ),
    A(_W + "actions/{workshop_action}/withdraw/", post=AT_THE_WORKSHOP),
    A(
        _W + "outcomes/{workshop_outcome}/",
        post=OWNER,
        data={"outcome-{workshop_outcome}-result": "done", "outcome-{workshop_outcome}-sentence": "Not by me"},
    ),
    A(_WD, STAFF),
    A(_WD + "step/", post=STAFF, data={"to": "agenda"}),
    A(_WD + "needs/", STAFF, STAFF, {"needs_en": "Not by me"}),
    A(_WD + "tasks/new/", STAFF, STAFF, {"titles_en": "Not by me"}),
    A(_WD + "tasks/{homework}/", STAFF, STAFF, {"titles_en": "Not by me"}),
    A(_WD + "tasks/{homework}/drop/", post=STAFF),
    A(_WD + "groups/", post=STAFF, data={"topic": "Not by me"}),
    A(_WD + "groups/propose/", post=STAFF, data={"size": "3"}),
    A(_WD + "groups/{group}/drop/", post=STAFF),
    A(_WD + "people/{asha}/", post=STAFF, data={"group": "{group}"}),
    A(_WD + "rooms/{group_room}/enter/", post=STAFF),
    A(_WD + "competences/", post=STAFF, data={"texts_en": "Not by me"}),
    A(_WD + "competences/{competence}/drop/", post=STAFF),
    *(A(_WD + "ratings." + kind, STAFF) for kind in ("csv", "xlsx")),
]

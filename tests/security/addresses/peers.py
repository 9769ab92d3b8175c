"""Peer learning: offers, requests, partnerships and their sessions."""

from tests.security.addresses.roles import (
    ANY_STAFF,
    OF_JENA,
    OF_KOCHI,
    PARTNERS,
    SECRETARIAT,
    SIGNED_IN,
    STAFF,
    A,
    some_of,
)

_R, _I, _P = (
    "/peers/requests/{peer_request}/",
    "/peers/invitations/{peer_invitation}/",
    "/peers/partnerships/{partnership}/",
)
_PEERS = [
    A("/live/request:{peer_request}/?since=0", OF_KOCHI | SECRETARIAT),
    A("/live/partnership:{partnership}/?since=0", PARTNERS | SECRETARIAT),
    A("/peers/", SIGNED_IN),
    A("/peers/members/{kochi_id}/ask/", post=OF_KOCHI),
    A("/peers/members/{kochi_id}/offer/", OF_KOCHI, OF_KOCHI, {"topic": "energy", "line": "Not by me"}),
    A(_R, OF_KOCHI | SECRETARIAT),
    A(_R + "part/", OF_KOCHI | SECRETARIAT),
    A("/peers/requests/{peer_draft}/", OF_KOCHI),
    A("/peers/requests/{peer_draft}/edit/", OF_KOCHI, OF_KOCHI, {"need": "Not by me", "post": "1"}),
    A("/peers/requests/{peer_draft}/save/", post=OF_KOCHI, data={"need": "Not by me"}),
    A(_R + "withdraw/", OF_KOCHI, OF_KOCHI, {"reason": "Not by me"}),
    A(_R + "decline/", SECRETARIAT, SECRETARIAT, {"reason": "Not by me"}),
    A(_R + "together/", post=OF_KOCHI),
    A("/peers/suggestions/{peer_suggestion}/invite/", OF_KOCHI, OF_KOCHI, {"sentence": "Not by me"}),
    A("/peers/suggestions/{peer_suggestion}/not-for-me/", OF_KOCHI, OF_KOCHI, {"why": "size"}),
    A(_I, PARTNERS | SECRETARIAT),
    A(_I + "state/", PARTNERS | SECRETARIAT),
    A(_I + "accept/", OF_JENA, OF_JENA),
    A(_I + "decline/", OF_JENA, OF_JENA, {"reason": "Not by me"}),
    A(_I + "counter/", OF_JENA, OF_JENA, {"other_time": "Not by me"}),
    A("/peers/invitations/{peer_countered}/take-counter/", OF_KOCHI, OF_KOCHI),
    A("/peers/invitations/{peer_countered}/take-back/", OF_KOCHI, OF_KOCHI),
    A("/peers/offers/", SIGNED_IN),
    A("/peers/offers/{peer_offer}/", OF_KOCHI, OF_KOCHI, {"line": "Not by me"}),
    A("/peers/offers/{peer_offer}/withdraw/", post=OF_KOCHI),
    A("/peers/offers/{peer_offer}/ask/", post=OF_JENA),
    A("/peers/calls/", SIGNED_IN),
    A("/peers/calls/new/", ANY_STAFF, ANY_STAFF, {"titles_en": "Not by me"}),
    A("/peers/calls/{call}/review/", STAFF),
    A("/peers/calls/{reviewed_call}/review/", STAFF),
    A("/peers/calls/{call}/deadline/", STAFF, STAFF, {"deadline": "2099-01-01T12:00"}),
    A("/peers/calls/{call}/cancel/", post=STAFF),
    A("/peers/calls/{reviewed_call}/release/", STAFF, STAFF, {"sentence": "Not by me"}),
    A("/peers/calls/{reviewed_call}/proposals/{proposal}/", post=STAFF, data={"kept": "0"}),
    A(_P, PARTNERS | SECRETARIAT),
    A(_P + "part/", PARTNERS | SECRETARIAT),
    A(_P + "charter/", PARTNERS, PARTNERS, {"goals": "Not by me", "revision": "0"}),
    A(_P + "write/", PARTNERS, PARTNERS, {"story": "Not by me", "transfer_revision": "0", "story_revision": "0"}),
    A(_P + "agree/", PARTNERS, PARTNERS),
    A(_P + "go-on/", PARTNERS, PARTNERS, {"to": "closed"}),
    A(_P + "end/", PARTNERS, PARTNERS, {"reason": "Not by me"}),
    A(_P + "steps/", PARTNERS, PARTNERS, {"text": "Not by me", "owner": "{kochi_id}", "due_on": "2099-01-01"}),
    A(_P + "steps/{plan_step}/", PARTNERS, PARTNERS, {"done": "1"}),
    A(_P + "log/", PARTNERS, PARTNERS, {"text": "Not by me"}),
    A(_P + "team/", PARTNERS, PARTNERS, {"person": "{person}"}),
    A(_P + "team/leave/", PARTNERS, OF_KOCHI, {"person": "{asha}"}),
    A(_P + "checks/6/", PARTNERS, PARTNERS, {"outcome": "live"}),
    A("/peers/desk/{network}/", SECRETARIAT, told=some_of("organiser")),
    *(
        A("/peers/desk/{network}/" + name + "." + kind, SECRETARIAT, told=some_of("organiser"))
        for name in ("figures", "requests", "partnerships", "sessions")
        for kind in ("csv", "xlsx")
    ),
]  # fmt: skip
_SESSIONS = [
    A(_P + "sessions/new/", PARTNERS, PARTNERS, {"title": "Not by me", "times": "2099-01-01T12:00Z"}),
    A("/peers/sessions/{peer_session}/", PARTNERS | SECRETARIAT),
    A("/peers/sessions/{peer_session}/accept/", post=PARTNERS, data={"time": "{session_time}"}),
    A("/peers/sessions/{peer_session}/poll/", post=PARTNERS),
    A("/peers/sessions/{peer_session}/times/", PARTNERS, PARTNERS, {"times": "2099-01-01T12:00Z"}),
    A("/peers/sessions/{peer_session}/cancel/", post=PARTNERS, data={"reason": "Not by me"}),
]

ADDRESSES = [*_PEERS, *_SESSIONS]

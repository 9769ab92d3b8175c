"""The calendar, registration, messages to participants, documentation."""

from tests.security.addresses.roles import (
    ALL,
    ANY_STAFF,
    OF_THE_NETWORK,
    OWNER,
    REGISTERED,
    SECRETARIAT,
    SIGNED_IN,
    STAFF,
    A,
    some_of,
)

_EVENTS = [
    A("/events/", ALL),
    A("/events/month/", ALL),
    A("/events/month/?month=2027-03&when=drafts", ALL),
    A("/events/map/", ALL),
    A("/events/map/?event={event}", OF_THE_NETWORK),
    A("/events/new/", ANY_STAFF, ANY_STAFF),
    A("/events/hours/", ANY_STAFF),
    A("/events/hours/?event={event}", STAFF),
    A("/events/{event}/", OF_THE_NETWORK),
    A("/events/{open_event}/", ALL),
    A("/events/{event}/seat/", OF_THE_NETWORK),
    A("/events/{event}/register/", post=OF_THE_NETWORK),
    A("/events/{event}/withdraw/", post=REGISTERED),
    A("/events/{event}/move/", post=STAFF, data={"to": "cancelled"}),
    A("/events/{event}/edit/", STAFF, STAFF),
    A("/events/{event}/participants/", STAFF),
    A("/events/{event}/participants/add/", STAFF, STAFF, {"delegate": "{delegation}"}),
    A("/events/{event}/participants/add/list/", STAFF, STAFF, {"text": "email\nnew@example.org", "confirm": "1"}),
    A("/events/{event}/participants/decide/", post=STAFF, data={"deed": "withdraw", "registration": "{registration}"}),
    A("/events/{event}/participants.csv", STAFF),
    A("/events/{event}/participants.xlsx", STAFF),
    A("/events/{event}/calendar.ics", OF_THE_NETWORK),
    A("/events/{open_event}/calendar.ics", ALL),
    A("/calendar.ics", ALL),
    A("/calendar.atom", ALL),
    A("/calendar.json", ALL),
    A("/calendar/embed/", ALL),
    A("/calendar/share/", ALL),
    A("/calendar/", SIGNED_IN),
    A("/calendar/renew/", post=SIGNED_IN),
    A("/calendar/revoke/", post=SIGNED_IN),
    A("/calendar/{calendar_token}.ics", ALL),
    A("/calendar/hours/", SIGNED_IN, SIGNED_IN, {"mon": "09:00-12:00"}),
    A("/calendar/busy/", post=SIGNED_IN, data={"busy_address": "https://example.org/mine.ics"}),
    A("/meetings/{meeting}/", REGISTERED | SECRETARIAT),
    A("/meetings/{meeting}/calendar.ics", REGISTERED | SECRETARIAT),
    A("/meetings/polls/{poll}/", REGISTERED | SECRETARIAT),
    A("/meetings/polls/{poll}/answer/", post=REGISTERED, data={"time-{poll_time}": "no"}),
    A("/meetings/polls/{poll}/book/", post=OWNER, data={"time": "{poll_time}"}, told=some_of("host") | SECRETARIAT),
    A(
        "/meetings/polls/{poll}/times/",
        post=OWNER,
        data={"times": "2099-01-01T12:00Z"},
        told=some_of("host") | SECRETARIAT,
    ),
    A("/meetings/polls/{poll}/call-off/", post=OWNER, told=some_of("host") | SECRETARIAT),
    A("/polls/{poll_token}/", ALL, ALL),
]
_C = "/events/{event}/messages/"
_WORDS = {"subjects_en": "Not by me", "texts_en": "Not by me", "states": "confirmed"}
_CIRCULARS = [
    A(_C, STAFF),
    A(_C + "new/", STAFF, STAFF, _WORDS),
    A(_C + "{circular}/", STAFF),
    A(_C + "{sent_circular}/", STAFF | REGISTERED),
    A(_C + "{circular}/edit/", STAFF, STAFF, {**_WORDS, "revision": "0"}),
    A(_C + "{circular}/send/", post=STAFF, data={"revision": "0"}),
    A(_C + "{circular}/discard/", post=STAFF),
]
_D, _R = "/events/{over}/documentation/", "/events/{over}/report/"
_DOCUMENTATION = [
    A(_D, OF_THE_NETWORK),
    A(_D + "{public_item}/", OF_THE_NETWORK, seen=("events_downloadcount",)),
    A(_D + "{draft_item}/"),
    A(_D + "edit/", STAFF),
    A(_D + "edit/new/", STAFF, STAFF, {"kind": "document", "titles_en": "Not by me", "texts_en": "No"}),
    A(_D + "edit/{draft_item}/", STAFF, STAFF, {"kind": "document", "titles_en": "Not by me"}),
    A(_D + "edit/{draft_item}/publish/", post=STAFF),
    A(_D + "edit/{public_item}/withdraw/", post=STAFF),
    A(_D + "edit/{draft_item}/delete/", post=STAFF),
    A("/events/{over}/feedback/", OWNER),
    A("/events/{over}/feedback/{over_session}/", post=OWNER, data={"{over_session}-stars": "4"}),
    A(_R, STAFF),
    A(_R + "report.pdf", STAFF),
    A(_R + "ratings.csv", STAFF),
]
_R, _I, _P = (
    "/peers/requests/{peer_request}/",
    "/peers/invitations/{peer_invitation}/",
    "/peers/partnerships/{partnership}/",
)

ADDRESSES = [*_EVENTS, *_CIRCULARS, *_DOCUMENTATION]

"""The live stage and its moderation."""

from events.stage.views import formats, moderating
from events.stage.views import pages as stage
from tests.security.addresses.roles import (
    AT_THE_STAGE,
    HERE,
    HOSTS,
    LEADS,
    OF_THE_NETWORK,
    OWNER,
    SECRETARIAT,
    SIGNED_IN,
    STAFF,
    A,
    some_of,
)

_L = "/events/{live_symposium}/stage/"
_LS = _L + "sessions/{live_session}/"
_LC = _L + "sessions/{live_cafe}/"
_LQ, _LP = _L + "questions/{stage_question}/", _L + "polls/{stage_poll}/"
_ASKED = {"text": "Am I heard?", "nonce": "n"}
ADDRESSES = [
    A("/live/stage:{live_symposium_id}/?since=0", OWNER | HOSTS | SECRETARIAT, told=SIGNED_IN),
    A(_L, OF_THE_NETWORK),
    A(_L + "now/", AT_THE_STAGE),
    A(_L + "announce/", post=LEADS, data=_ASKED),
    A(_L + "listen/", post=AT_THE_STAGE, data={"language": "es"}),
    A(_L + "stages/{live_stage}/", post=STAFF, data={"stage-{live_stage}-address": "https://stream.example.org/"}),
    A(_LS, AT_THE_STAGE),
    *(A(_LS + "parts/" + name + "/", AT_THE_STAGE) for name in stage.PARTS),
    A(_LS + "ask/", post=AT_THE_STAGE, data=_ASKED),
    A(_LS + "applaud/", post=AT_THE_STAGE, data={"sign": "clap"}),
    A(_LS + "conversation/", post=AT_THE_STAGE),
    A(_LS + "green-room/", post=some_of("host")),
    A(_LS + "polls/", post=LEADS, data={"text": "Which?", "answers": "This\nThat"}),
    *(A(_LS + f"chairs/{deed}/", post=AT_THE_STAGE) for deed in formats.CHAIR_DEEDS),
    A(_LS + "chairs/{sits}/free/", post=LEADS),
    *(A(_LC + f"groups/{deed}/", post=LEADS, data={"step": "0"}) for deed in formats.GROUP_DEEDS),
    A(_LQ + "vote/", post=AT_THE_STAGE, data={"wanted": "1"}),
    *(A(_LQ + deed + "/", post=LEADS) for deed in moderating.QUESTION_MOVES),
    A(_LP + "choose/", post=AT_THE_STAGE, data={"answer": "{stage_answer}"}),
    *(A(_LP + deed + "/", post=LEADS) for deed in (*moderating.BALLOT_MOVES, *moderating.SHOWN)),
    A("/rooms/{green_room}/", some_of("host"), seen=HERE),
]

"""Pages everybody has: the shell, signing in, keys, one's own data, the console."""

from hub.console import panels
from tests.security.addresses.roles import ALL, ANY_STAFF, OF_THE_NETWORK, OWNER, REGISTERED, SIGNED_IN, A

_OPEN = [
    A(path, ALL, ALL)
    for path in (
        "/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/accounts/signup/",
        "/accounts/reauthenticate/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/password/change/",
        "/accounts/password/set/", "/accounts/password/reset/", "/accounts/login/code/confirm/",
        "/accounts/password/reset/confirm/", "/accounts/password/reset/complete/", "/accounts/password/reset/done/",
        "/accounts/signup/passkey/", "/accounts/login/code/", "/accounts/2fa/", "/accounts/2fa/authenticate/",
        "/accounts/2fa/reauthenticate/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/webauthn/reauthenticate/", "/accounts/2fa/webauthn/login/", "/accounts/2fa/webauthn/signup/",
        "/accounts/3rdparty/login/cancelled/", "/accounts/3rdparty/login/error/", "/accounts/3rdparty/signup/",
        "/accounts/3rdparty/", "/accounts/social/login/cancelled/", "/accounts/social/login/error/",
        "/accounts/social/signup/", "/accounts/social/connections/", "/accounts/sessions/",
        "/preferences/", "/imprint/", "/privacy/", "/accessibility/", "/plain-language/", "/feedback/", "/health/",
    )
]  # fmt: skip
_SHELL = [
    A("/", ALL),
    A("/dashboard/", SIGNED_IN),
    A("/console/", ANY_STAFF),
    A("/preferences/language/", post=ALL, data={"language": "de"}),
    A("/preferences/zone/", post=ALL, data={"zone": "Asia/Kolkata"}),
    A("/preferences/appearance/", post=ALL, data={"theme": "dark"}),
    A("/live/{stream}/?since=0", REGISTERED, told=SIGNED_IN),
    A("/live/mixer:{mixer}/?since=0", REGISTERED | {"organiser"}, told=SIGNED_IN),
    A("/live/event:{event_id}/?since=0", OF_THE_NETWORK, told=SIGNED_IN),
    A("/rehearsal/forged/"),
    A("/accounts/oidc/unknown/login/"),
    A("/accounts/oidc/unknown/login/callback/"),
]
_KEYS = [
    A("/accounts/2fa/webauthn/keys/{key}/remove/", OWNER, OWNER),
    A("/accounts/2fa/webauthn/keys/{key}/edit/", OWNER, OWNER, {"name": "Mine now"}),
]
_OWN = [
    A("/me/", SIGNED_IN, SIGNED_IN),
    A("/me/visibility/", SIGNED_IN, SIGNED_IN),
    A("/me/visibility/preview/?member={member}&purpose=same_event", SIGNED_IN),
    A("/me/consents/follow_ups/", post=SIGNED_IN),
    A("/me/security/", SIGNED_IN),
    A("/me/sessions/end/", post=SIGNED_IN),
    A("/me/sessions/{session}/end/", post=OWNER),
    A("/me/second-factor/", SIGNED_IN),
    A("/me/data/", SIGNED_IN),
    A("/me/data/export/", post=SIGNED_IN),
    A("/me/data/erase/", post=SIGNED_IN, data={"address": "wrong@example.org"}),
    A("/notices/", SIGNED_IN),
    A("/notices/read/", post=SIGNED_IN),
    A("/notices/{notice}/read/", post=OWNER),
    A("/demo/"),
    A("/demo/{person}/"),
]


def _console() -> list[A]:
    """Every deed of every panel: whoever is in office may press the button; what it does is tested by itself."""
    return [
        A(f"/console/{panel}/", post=ANY_STAFF, data={"deed": deed, "item": ["1"]})
        for panel, what in panels.items()
        for deed in what.deeds
    ]


ADDRESSES = [*_OPEN, *_SHELL, *_KEYS, *_OWN, *_console()]

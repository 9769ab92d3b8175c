"""Limits on guessing: passwords, mailed codes, second factors.

allauth has limits of its own; these count in one step in the cache that all web processes share, so that fifty
guesses at the same moment are fifty guesses, and they answer 429.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from web.errors import TooOften
from web.middleware import refusal
from web.throttle import throttle

PER_NETWORK_ADDRESS = (60, 300)
"""Attempts in so many seconds; a town hall behind one address has many people."""
PER_TARGET = (10, 300)
"""Attempts on one account or in one session."""

TARGETS: dict[str, tuple[str, ...]] = {
    "account_login": ("login", "email"),
    "account_request_login_code": ("email",),
    "account_reset_password": ("email",),
    "account_signup": (),
    "account_signup_by_passkey": (),
    "account_confirm_login_code": (),
    "account_confirm_password_reset_code": (),
    "account_email_verification_sent": (),
    "account_reauthenticate": (),
    "mfa_authenticate": (),
    "mfa_reauthenticate": (),
    "mfa_login_webauthn": (),
}
"""Names of addresses where something can be guessed, with the fields that say whose account it is.

Without such a field the attempts of the browser's session count.
"""


class Guesses:
    """Counts attempts before any view sees them."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]):
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` does the work."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer 429 when there were too many attempts."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.method != "POST" or name not in TARGETS:
            return None
        try:
            throttle("guess-from", get_adapter().get_client_ip(request), *PER_NETWORK_ADDRESS)
            throttle("guess-at", _target(request, TARGETS[name]), *PER_TARGET)
        except TooOften as refused:
            return refusal(request, refused)
        return None


def _target(request: HttpRequest, fields: tuple[str, ...]) -> str:
    """Whose account it is, as a hash (no address stays in the cache), or whose session."""
    for field in fields:
        if address := request.POST.get(field, "").strip().lower():
            return hashlib.sha256(address.encode()).hexdigest()
    return f"session:{request.session.session_key or get_adapter().get_client_ip(request)}"

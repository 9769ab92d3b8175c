"""The middleware of Django's test clients, loaded once as a server does.

A client loads it anew with its first request: the static files alone are listed for longer than most requests take, and
thousands of tests begin with a client of their own.
"""

from typing import Any

from django.core.signals import setting_changed
from django.test.client import ClientHandler

ATTRIBUTES = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
"""What `BaseHandler.load_middleware` sets."""


def load_once() -> None:
    """Let all clients of this process share their middleware until a setting changes."""
    load = ClientHandler.load_middleware
    loaded: dict[str, Any] = {}

    def take(handler: ClientHandler, is_async: bool = False) -> None:
        if not loaded:
            load(handler, is_async)
            loaded.update({name: getattr(handler, name) for name in ATTRIBUTES})
        handler.__dict__.update(loaded)

    def forget(**change: Any) -> None:
        loaded.clear()

    setattr(ClientHandler, "load_middleware", take)  # noqa: B010 (a method of Django's, replaced for the tests)
    setting_changed.connect(forget, weak=False)

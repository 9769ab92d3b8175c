"""A real mail server for tests: keeps what is sent to it over SMTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port
from tests.serving import PATIENCE


class Mailbox:
    """Every mail that arrived, in order."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.url = ""
        self._arrived = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd calls it so)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        mail["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        mail["X-Peer"] = str(session.peer)
        with self._arrived:
            self.mails.append(mail)
            self._arrived.notify_all()
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails somebody got."""
        return [mail for mail in self.mails if address in mail["X-Recipients"]]

    def wait_for(self, address: str, count: int = 1, *, seconds: float = PATIENCE) -> list[EmailMessage]:
        """The mails somebody got, once there are so many of them."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.to(address)) >= count, timeout=seconds):
                raise TimeoutError(f"{address} has {len(self.to(address))} mails, not {count}")
        return self.to(address)


class Strict(Mailbox):
    """A mail server that answers to some addresses what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it so)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def strict_mail_server() -> Iterator[tuple[Strict, int]]:
    """A strict mail server, and its port."""
    mailbox = Strict()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port for the time of the context."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield mailbox
    finally:
        controller.stop()

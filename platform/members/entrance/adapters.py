"""What allauth asks of this platform: who a new person is, where they go, how mails leave, how secrets are kept."""

import base64
import hashlib
import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from members import roles
from members.delegates import acting_members
from members.errors import MailNotSent
from members.models import Person
from web import zones

QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}
"""Messages of allauth that say what the page shows anyway."""
_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name, and the language and zone the person came with."""
        user.name = form.cleaned_data.get("name", "")
        come_with(request, user)
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The dashboard; for somebody who acts for nobody yet, the page that says what to do next."""
        person = request.user
        known = bool(acting_members(person)) or roles.organises(person)
        return str(settings.LOGIN_REDIRECT_URL) if known else reverse("members:join")

    get_signup_redirect_url = get_login_redirect_url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page about signing in."""
        return reverse("members:security")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail the person waits for.

        Raises:
            MailNotSent: the mail server did not take it; the person is asked to try again.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            _log.warning("A mail for signing in could not be sent: %s", type(error).__name__)
            raise MailNotSent from error

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what is worth saying."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)


def come_with(request: HttpRequest, person: Person) -> None:
    """Give a new person the language and the zone of the page they came from."""
    language = get_language() or settings.LANGUAGE_CODE
    person.language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    person.time_zone = zones.chosen(None, request.COOKIES)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts that come from the operator's identity provider."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        """Take over the name the identity provider knows."""
        person: Person = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        person.name = (data.get("name") or " ".join(filter(None, parts)))[:120]
        come_with(request, person)
        return person


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted, so that a copy of the database alone lets nobody in."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key made from SECRET_KEY."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt, with a former SECRET_KEY as well while it stands in SECRET_KEY_FALLBACKS."""
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"members.entrance:" + str(secret).encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

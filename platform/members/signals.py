"""What Django and allauth tell this app: a session ended, by whichever way."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete

from members.models import Person


def session_row_gone(instance: UserSession, **_: Any) -> None:
    """A listed session ended or was found to have ended."""
    _ended(instance.user_id)


def signed_out(user: Person | None, **_: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        _ended(user.pk)


def _ended(person_id: int) -> None:
    from members import sessions  # reads models that are not there yet when signals are connected

    sessions.ended(person_id)


def connect() -> None:
    """Listen, once per process."""
    post_delete.connect(session_row_gone, sender=UserSession, dispatch_uid="members.session_row_gone")
    user_logged_out.connect(signed_out, dispatch_uid="members.signed_out")

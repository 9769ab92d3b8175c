"""Django's entry to `hub`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    """The `hub` app."""

    name = "hub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, the console's panels, and what stands in the shell."""
        from hub import (
            checks,  # noqa: F401
            console_advisory,
            console_events,
            console_members,
            console_peers,
            console_speakers,
            console_work,
        )
        from members.roles import organises
        from web import navigation
        from web.navigation import Entry, signed_in

        for panels in (
            console_work,
            console_events,
            console_speakers,
            console_members,
            console_peers,
            console_advisory,
        ):
            panels.connect()
        navigation.register(Entry("dashboard", _("Overview"), order=10, shown=signed_in))
        navigation.register(Entry("console", _("Console"), order=90, shown=lambda request: organises(request.user)))

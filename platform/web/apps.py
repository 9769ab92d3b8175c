"""Django's entry to `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The `web` app."""

    name = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; let every kind of process tell the live sockets what it committed."""
        from web import checks  # noqa: F401
        from web.live import hints

        hints.connect()

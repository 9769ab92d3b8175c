"""Django's entry to `workers`."""

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    """The `workers` app: connects the ledger to what follows from it."""

    name = "workers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the ledger's tables once every app is loaded."""
        from workers.wiring import connect

        connect()

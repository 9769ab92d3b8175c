"""Labs as an app, as a layer above would register its streams."""

from django.apps import AppConfig


class Labs(AppConfig):
    """Registers `lab:<n>` in every process."""

    name = "tests.web.live"
    label = "labs"

    def ready(self) -> None:
        from tests.web.live import lab

        lab.register()

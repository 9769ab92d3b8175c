"""The platform's settings with labs, for tests that start it as processes of their own."""

from hub.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.web.live.lab_app.Labs"]  # noqa: F405

"""The Celery application: carries the work; the database knows what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("vernetzt")
app.config_from_object("workers.schedule")

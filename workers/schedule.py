"""Celery's configuration and what runs when.

A message may be lost or come twice: every task is a sweep over what the database says is due, so either is harmless.
"""

import os

_redis = os.environ.get("REDIS_URL", "")

broker_url = _redis or "memory://localhost/"
broker_transport_options = {"visibility_timeout": 120} if _redis else {"polling_interval": 0.1}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
imports = ("workers.tasks",)
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_cancel_long_running_tasks_on_connection_loss = True
timezone = "UTC"
beat_max_loop_interval = 1

beat_schedule = {
    "sweep": {"task": "workers.sweep", "schedule": 1.0, "options": {"expires": 5}},
    "relay": {"task": "workers.relay", "schedule": 1.0, "options": {"expires": 5}},
    "calendars": {"task": "workers.calendars", "schedule": 15.0, "options": {"expires": 15}},
    "mail": {"task": "workers.mail", "schedule": 1.0, "options": {"expires": 5}},
}

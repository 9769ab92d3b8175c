"""What runs when nobody clicks: the Celery app, ticks, the relay, reactions and kept promises."""

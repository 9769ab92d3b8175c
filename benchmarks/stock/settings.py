"""Settings as the tutorial leaves them: Redis layer, database sessions, default connection handling."""

import os

import dj_database_url

SECRET_KEY = "only for benchmarks"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "benchmarks.stock.apps.Stock",
]
ROOT_URLCONF = "benchmarks.stock.urls"
ASGI_APPLICATION = "benchmarks.stock.asgi.application"
DATABASES = {"default": dict(dj_database_url.parse(os.environ["DATABASE_URL"]))}
if os.environ["DATABASE_URL"].startswith("sqlite:"):
    DATABASES["default"]["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
if os.environ.get("BENCH_PERSISTENT"):
    # One ORM transaction for each message, but not one connection for each: that comparison would be too easy.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # Without these two, redis-py 8 ends idle receivers after five seconds and runs out of connections; with a
            # capacity of 100 the tutorial's server drops messages silently, and the run would be void.
            "hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None, "max_connections": 20_000}],
            "capacity": 20_000,
        },
    }
    if os.environ.get("REDIS_URL")
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}
}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

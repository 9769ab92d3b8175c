"""The stock server's application, wrapped as the tutorial wraps it."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.stock.settings")
pages = get_asgi_application()

from benchmarks.stock.consumers import ChatConsumer, DurableConsumer  # noqa: E402  (needs the apps loaded)

sockets = URLRouter(
    [path("ws/chat/<room>/", ChatConsumer.as_asgi()), path("ws/durable/<room>/", DurableConsumer.as_asgi())]
)
application = ProtocolTypeRouter(
    {"http": pages, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))}
)

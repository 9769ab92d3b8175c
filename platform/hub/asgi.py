"""The ASGI application: pages by Django, live streams by `web.live`."""

import os
import warnings

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

# WhiteNoise hands over open files as they are; Django reads those few in a thread, and would say so each time.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

pages = get_asgi_application()

from web.live.asgi import application as live  # noqa: E402  (needs the apps loaded)

application = ProtocolTypeRouter({"http": pages, "websocket": live})

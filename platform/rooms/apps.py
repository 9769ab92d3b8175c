"""Django's entry to `rooms`."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """The `rooms` app: brings streams `room:<id>` and presence to the live sockets."""

    name = "rooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register with the layers below."""
        from members.notices import subjects
        from rooms import belonging, scenes
        from rooms.consultation import wording
        from rooms.live import RoomPresence, RoomStreams
        from web.live import streams

        streams.register("room", RoomStreams())
        streams.register_presence(RoomPresence())
        subjects["room_id"] = belonging.named
        scenes.phase_names.update(wording.NAMES)

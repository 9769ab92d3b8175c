"""Consumers as the tutorial teaches them: a group per room, every socket a member of it."""

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import transaction


class ChatConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Passes what one socket says to all of its room; stores nothing."""

    async def connect(self) -> None:
        """Join the group of the room in the address."""
        self.group = f"chat_{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send what was said to the group."""
        said = json.loads(text_data or "{}")
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": said["message"]})

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Send what the group got to this socket."""
        await self.send(text_data=json.dumps({"message": event["message"]}))


class DurableConsumer(ChatConsumer):
    """The same with one ORM transaction for each message, answered after the commit."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Store, answer, and send to the group."""
        said = json.loads(text_data or "{}")
        room = self.scope["url_route"]["kwargs"]["room"]
        position = await database_sync_to_async(store)(room, said["nonce"], said["message"])
        await self.send(text_data=json.dumps({"kind": "said", "nonce": said["nonce"], "position": position}))
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": said["message"]})


def store(room: str, nonce: str, text: str) -> int:
    """One message in one transaction, its position from the locked row of its room; a repeated nonce is found."""
    from benchmarks.stock.models import Chat, Line

    with transaction.atomic():
        first = Line._default_manager.filter(nonce=nonce).first()
        if first is not None:
            return int(first.position)
        chat = Chat._default_manager.select_for_update().get_or_create(name=room)[0]
        chat.position += 1
        chat.save()
        Line._default_manager.create(chat=chat, position=chat.position, nonce=nonce, text=text)
    return int(chat.position)

"""What the rooms of mixers are called in the reader's language."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from exchanges.mixers.models import Mixer, Table


def titles_of_rooms(room_ids: Collection[int]) -> Mapping[int, str]:
    """Lobbies and tables by their rooms' ids, in two queries."""
    lobbies = Mixer.objects.filter(lobby__in=room_ids).values_list("lobby", flat=True)
    tables = Table.objects.filter(room__in=room_ids).order_by().values_list("room", "number")
    numbered = {room: _("Table %(number)d") % {"number": number} for room, number in tables if room is not None}
    return {**dict.fromkeys(lobbies, _("Lobby")), **numbered}

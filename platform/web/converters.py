"""What may stand in an address: `<id:room_id>` is a row's id, and never a number no database could hold.

A module of addresses that uses it imports this one.
"""

from django.urls import register_converter


class Id:
    """0, or 1 to 18 decimal digits without a leading zero; anything else is no address."""

    regex = "0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The id."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The id in an address."""
        return str(value)


register_converter(Id, "id")

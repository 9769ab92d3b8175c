"""Makes rooms and people who may enter them, in the platform's own database; prints how to come in as JSON.

python -m benchmarks.rooms PEOPLE ROOMS [MESSAGES]
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any


def prepare(people: int, rooms: int, messages: int = 0) -> dict[str, Any]:
    """Everybody is admitted to the room of their number, and so many messages were said in the first one."""
    from benchmarks.people import cookies
    from members.models import Person
    from rooms.models import Admission, Room
    from web.live import tickets
    from web.live.tickets import Voucher

    crowd = [Person(email=f"bench-{n}@example.org", name=f"Bench {n}", password=f"!{n}") for n in range(people)]
    Person.objects.bulk_create(crowd)
    places = [Room.objects.create(title=f"Bench {n}") for n in range(rooms)]
    Admission.objects.bulk_create(Admission(room=places[n % rooms], person=person) for n, person in enumerate(crowd))
    _say(places[0].pk, crowd[:1], messages)
    sessions = cookies(crowd)
    streams = [f"room:{places[n % rooms].pk}" for n in range(people)]
    vouched = [
        tickets.issue(
            stream,
            session_key=cookie.partition("=")[2],
            voucher=Voucher(person.pk, tickets.stamp(person.get_session_auth_hash())),
        )
        for stream, cookie, person in zip(streams, sessions, crowd, strict=True)
    ]
    return {"cookies": sessions, "streams": streams, "tickets": vouched}


def _say(room: int, by: Sequence[Any], count: int) -> None:
    from rooms.conversation import Utterance, say_many

    text = "~0:1~".ljust(200, "x")
    batch = [Utterance(room_id=room, person_id=by[0].pk, nonce=f"{n}", text=text) for n in range(count)]
    for start in range(0, count, 500):
        say_many(batch[start : start + 500])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(prepare(*map(int, sys.argv[1:]))))

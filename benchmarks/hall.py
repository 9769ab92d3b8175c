"""Makes a symposium that is live, with people registered for it; prints how to come in as JSON.

python -m benchmarks.hall PEOPLE QUESTIONS
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any


def prepare(people: int, questions: int) -> dict[str, Any]:
    """Everybody is registered; so many questions were asked by the first of them."""
    from django.utils import timezone

    from benchmarks.people import cookies
    from events.models import Event, Question, Registration
    from members.models import Network, Person

    crowd = Person.objects.bulk_create(
        Person(email=f"bench-{n}@example.org", name=f"Bench {n}", password=f"!{n}") for n in range(people)
    )
    if not crowd:
        return {}
    start = timezone.now() - timedelta(minutes=20)
    event = Event.objects.create(
        slug="hall", kind=Event.Kind.SYMPOSIUM, network=Network.objects.get(slug="iscn"), state=Event.State.LIVE,
        titles={"en": "Hall"}, starts_at=start, ends_at=start + timedelta(hours=5), zone="Europe/Berlin",
        capacity=people, organiser=crowd[0], contact="bench@example.org",
    )  # fmt: skip
    session = _published(event, crowd[0])
    Registration.objects.bulk_create(
        Registration(event=event, person=one, state=Registration.State.CONFIRMED) for one in crowd
    )
    made = Question.objects.bulk_create(
        Question(session=session, author=crowd[0], text=f"Question {n}?", nonce=str(n)) for n in range(questions)
    )
    return {
        "cookies": cookies(crowd),
        "stream": f"stage:{event.pk}",
        "session": session.pk,
        "questions": [one.pk for one in made],
    }


def _published(event: Any, organiser: Any) -> Any:
    """A session that an agenda's published version shows."""
    from events.models import AgendaVersion, Placement, Session, Stage
    from events.symposia import snapshots

    stage = Stage.objects.create(event=event, name="Main hall")
    session = Session.objects.create(event=event, titles={"en": "Heat"}, language="en")
    Placement.objects.create(session=session, stage=stage, starts_at=event.starts_at, minutes=240)
    AgendaVersion.objects.create(event=event, number=1, snapshot=dict(snapshots.take(event)), published_by=organiser)
    return session


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(prepare(*map(int, sys.argv[1:3]))))

"""Who is told what about a poll: reactions to its facts, run by `workers`.

Those asked get a mail with an address of their own, at which they answer without signing in.
"""

from django.db import transaction

from events.meetings.polls import answering
from events.models import Poll
from ledger.facts import Entry
from members.notices import tell


def ask_everybody(entry: Entry) -> None:
    """Ask all who have not answered: when the poll is opened, and when there are more times."""
    poll = _of(entry)
    if poll is not None and poll.state == Poll.State.OPEN:
        with transaction.atomic():
            answering.ask(poll, "poll_asked", str(entry.position))


def ask_one(entry: Entry) -> None:
    """Ask somebody who is asked as well from now on."""
    poll = _of(entry)
    if poll is not None and poll.state == Poll.State.OPEN:
        with transaction.atomic():
            answering.ask(poll, "poll_asked", str(entry.position), only=entry.data["person_id"])


def tell_asker(entry: Entry) -> None:
    """Tell who asked that a time can be booked."""
    poll = _of(entry)
    if poll is None or poll.state != Poll.State.READY:
        return
    asker, asked = poll.asker, poll.voters.values_list("person_id", flat=True)
    leading = [asker.pk] if asker is not None and asker.is_active else list(asked)
    with transaction.atomic():
        tell(
            leading,
            kind="poll_ready",
            key=f"poll_ready:{poll.pk}:{entry.position}",
            data={"poll_id": poll.pk},
            address=f"/meetings/polls/{poll.pk}/",
        )


def tell_called_off(entry: Entry) -> None:
    """Tell those asked that no answer is needed any more; on the page only."""
    poll = _of(entry)
    if poll is None:
        return
    people = poll.voters.exclude(person=poll.asker).values_list("person_id", flat=True)
    with transaction.atomic():
        tell(
            people,
            kind="poll_called_off",
            key=f"poll_called_off:{poll.pk}",
            data={"poll_id": poll.pk},
            address=f"/meetings/polls/{poll.pk}/",
            by_mail=False,
        )


def _of(entry: Entry) -> Poll | None:
    return Poll.objects.select_related("asker").filter(pk=entry.data["poll_id"]).first()

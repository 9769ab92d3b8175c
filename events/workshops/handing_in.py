"""Handing in: a participant gives a practice or a challenge for a task, with text, link or file."""

from django.utils import timezone

from events import pdf_files
from events.models import Event, Preparation, PreparationFile, Registration, Workshop, WorkshopTask
from events.workshops import facts, people, rights, states, tasks
from events.workshops.errors import FileTooLarge, NoPdf, NotAsked, NothingHandedIn
from ledger.recording import record
from members.models import Person

WRITTEN = ("kind", "title", "text", "link")


def hand_in(
    event: Event, task_id: int, *, by: Person, file: tuple[str, bytes] | None = None, **values: str
) -> Preparation:
    """Hand something in; again replaces what was written, and the file when there is a new one.

    Args:
        event: whose workshop.
        task_id: for which task.
        by: who takes part and is asked.
        file: a PDF's name and content.
        values: of the fields named in `WRITTEN`, in the person's own words; the link begins with https://.

    Raises:
        NotFound: the event is no workshop, or the task another's.
        NotAsked: the task is for others, the person takes no part, or the workshop is over or cancelled.
        NothingHandedIn: there is neither text, nor link, nor file.
        NoPdf, FileTooLarge: the file is not taken.
    """
    with rights.door(event, by=None) as workshop:
        task = tasks.held(workshop, task_id)
        seat = _seat(workshop, task, by)
        known = Preparation.objects.filter(task=task, person=by).first() or Preparation(task=task, person=by)
        for name in WRITTEN:
            setattr(known, name, values.get(name, getattr(known, name)))
        if not (known.text.strip() or known.link or file or _has_file(known)):
            raise NothingHandedIn
        known.handed_in_at = timezone.now()
        known.save()
        if file is not None:
            _keep(known, *file)
        concerns = (seat.member_id,) if seat.member_id else ()
        record(facts.PreparationHandedIn(event_id=event.pk, person_id=by.pk, task_id=task.pk, concerns=concerns))
    return known


def withdraw(event: Event, task_id: int, *, by: Person) -> None:
    """Take back what one handed in, with its file. Doing it again is no error.

    Raises:
        NotFound: the event is no workshop, or the task another's.
        NotAsked: the workshop is over or cancelled.
    """
    with rights.door(event, by=None) as workshop:
        task = tasks.held(workshop, task_id)
        if _over(workshop):
            raise NotAsked
        if Preparation.objects.filter(task=task, person=by).delete()[0]:
            record(facts.WorkshopChanged(event_id=event.pk))


def _over(workshop: Workshop) -> bool:
    return workshop.step in states.AFTERWARDS or workshop.event.state in rights.FIXED


def _seat(workshop: Workshop, task: WorkshopTask, by: Person) -> Registration:
    seat = people.registrations(workshop.event).filter(person=by).first()
    for_others = not task.for_all and not task.named.filter(pk=by.pk).exists()
    if seat is None or _over(workshop) or for_others:
        raise NotAsked
    return seat


def _has_file(known: Preparation) -> bool:
    return known.pk is not None and PreparationFile.objects.filter(preparation=known).exists()


def _keep(known: Preparation, name: str, content: bytes) -> None:
    kept = pdf_files.checked(name, content, wrong=NoPdf, too_large=FileTooLarge, otherwise="preparation")
    PreparationFile.objects.filter(preparation=known).delete()
    PreparationFile.objects.create(preparation=known, name=kept, content=content)

"""The mixer's tables: the mixer, its rounds, tables and seats, cards, wishes, contacts and what follows."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Registration
from members.models import Topic
from rooms.models import Room


class Mixer(models.Model):
    """What a Global Mixer is beyond being an event.

    Attributes:
        lobby: the room where everyone is together before, between and after the rounds; its clock is the mixer's.
        table_size: most people at a table, 2 to 8.
        round_seconds: how long a round lasts, and `pause_seconds` the time between two rounds.
        welcome_seconds, input_seconds, harvest_seconds: the programme around the rounds.
        phase: where the mixer stands; `phase_number` is the round's number in a round and in the pause before it.
        phase_began_at, phase_ends_at: the running phase by the clock; `None` while waiting and when ended.
        paused_at: the clock stands still since then; `phase_ends_at` moves when it goes on.
        ended_at: when the mixer was over; `held` says whether at least one round took place.
        rehearsal: a dress rehearsal with bots; kept out of dossiers, follow-ups and figures.
    """

    class Phase(models.TextChoices):
        """The programme in its order; rounds and pauses repeat."""

        WAITING = "waiting", _("waiting")
        WELCOME = "welcome", _("welcome")
        INPUT = "input", _("input")
        ROUND = "round", _("round")
        PAUSE = "pause", _("pause")
        HARVEST = "harvest", _("harvest")
        ENDED = "ended", _("ended")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="mixer")
    lobby = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="+")
    table_size = models.PositiveSmallIntegerField(_("people at a table"), default=4)
    round_count = models.PositiveSmallIntegerField(_("rounds"), default=3)
    round_seconds = models.PositiveIntegerField(_("length of a round"), default=720)
    pause_seconds = models.PositiveIntegerField(_("pause between rounds"), default=60)
    welcome_seconds = models.PositiveIntegerField(_("welcome"), default=300)
    input_seconds = models.PositiveIntegerField(_("input"), default=1200)
    harvest_seconds = models.PositiveIntegerField(_("harvest"), default=840)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.WAITING)
    phase_number = models.PositiveSmallIntegerField(default=0)
    phase_began_at = models.DateTimeField(null=True)
    phase_ends_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    held = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=1)


class Round(models.Model):
    """One round at small tables.

    Attributes:
        planned_at: when its tables and seats were last planned; `None`: not yet.
        opens_at: the bell as the clock promised it; `opened_at` is when it rang.
    """

    class State(models.TextChoices):
        """`planned` (seats may change), `open` (people sit), `closed`; `skipped`: it never took place."""

        PLANNED = "planned"
        OPEN = "open"
        CLOSED = "closed"
        SKIPPED = "skipped"

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    prompt = models.JSONField(default=dict, blank=True)
    planned_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["mixer", "number"], name="round_once_per_number")]


class Table(models.Model):
    """A table in one round, with the room where its people talk from the bell on.

    Attributes:
        languages: ISO 639-1 codes that all at the table speak.
        merged_into: the table everybody moved to when this one was dissolved.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    room = models.OneToOneField(Room, on_delete=models.PROTECT, null=True, related_name="+")
    languages = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="table_once_per_number")]


class Seat(models.Model):
    """A person's seat in a round: at one table only, whoever moves them.

    Attributes:
        came_at: when the person was first seen while the table was theirs; `None`: never.
        missing_since: since when the person is not to be seen; a short while is forgiven.
        left_at: the seat was given up then; the row is kept for who met whom.
        left: why it was given up.
    """

    class Left(models.TextChoices):
        """Why a seat was given up."""

        GONE = "gone", _("connection lost")
        STEPPED_OUT = "stepped_out", _("stepped out")
        MOVED = "moved", _("moved to another table")
        REMOVED = "removed", _("removed")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    came_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left = models.CharField(max_length=12, choices=Left, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], condition=models.Q(left_at=None), name="one_seat_per_round"
            )
        ]
        indexes = [models.Index(fields=["person", "round"], name="seats_of_person")]


class Arrival(models.Model):
    """A person was seen at the mixer: what attendance and the share of no-shows are counted from."""

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mixer", "person"], name="arrival_once_per_mixer")]


class Announcement(models.Model):
    """What a host told everybody at once."""

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="announcements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]


class Card(models.Model):
    """One of up to three seeks or three offers a participant brings: a topic and a line of text."""

    class Side(models.TextChoices):
        """What the participant looks for, and what they can give."""

        SEEK = "seek", _("seeks")
        OFFER = "offer", _("offers")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="cards")
    side = models.CharField(max_length=5, choices=Side)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["registration", "side", "topic"], name="card_once_per_topic")]


class Wish(models.Model):
    """Whom a participant wants to meet, or rather not; seen by the organiser only."""

    class Kind(models.TextChoices):
        """The two wishes there are."""

        MUST = "must", _("must meet")
        RATHER_NOT = "rather_not", _("rather not meet")

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mixer", "person", "other"], name="wish_once_per_pair")]


class Contact(models.Model):
    """The wish to stay in touch: one person's wish. Two that answer each other are an exchanged contact.

    Attributes:
        shared_at: when the other's wish was there too; from then on each sees the other's contact card.
    """

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wished_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mixer", "person", "other"], name="contact_once_per_pair")]


class TimeWish(models.Model):
    """A wish for more time, said once per person and round; the host decides."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="time_wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="time_wish_once_per_round")]


class Rating(models.Model):
    """What a participant thought of the mixer: 1 (not useful) to 5, and of single meetings: useful or not.

    Attributes:
        other: the person met, for a meeting's rating; `None` for the mixer as a whole.
    """

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="ratings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    stars = models.PositiveSmallIntegerField(null=True)
    useful = models.BooleanField(null=True)
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mixer", "person", "other"],
                condition=models.Q(other__isnull=False),
                name="rating_once_per_meeting",
            ),
            models.UniqueConstraint(
                fields=["mixer", "person"], condition=models.Q(other=None), name="rating_once_per_mixer"
            ),
        ]


class FollowUp(models.Model):
    """What two people said had come of their contact, asked 30 and 90 days after the mixer.

    Attributes:
        days: 30 or 90.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        NOTHING = "nothing", _("nothing yet")
        TALKED = "talked", _("we talked again")
        PLANNED = "planned", _("we plan something together")
        DOING = "doing", _("we are doing something together")

    mixer = models.ForeignKey(Mixer, on_delete=models.CASCADE, related_name="follow_ups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mixer", "person", "other", "days"], name="follow_up_once_per_date")
        ]

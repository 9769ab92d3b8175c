"""A room and what is in it: admissions, messages, presence, its phase and clock, notes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Room(models.Model):
    """A live room. Whoever owns it (a mixer's table, a case, a session) points at it; it never points back.

    Attributes:
        title: what people call it, such as "Table 3".
        address: where its page is, given by the owner.
        opens_at: before this time nobody but hosts may enter; `None`: open.
        closed_at: from then on the room can be read by those admitted, and nothing more is said in it.
        phase: what is going on now; `phase_ends_at` is when the clock says it ends.
        paused_at: the clock stands still since then.
        clock_is_owners: the owner keeps one clock for several rooms (`rooms.shared_clock`); hosts cannot touch it here.
        programme: the phases that follow each other by the clock, as [code, seconds]; empty: the owner begins each.
        scribed: only hosts and scribes write the notes.
        takes_actions: actions are agreed in it although no consultation is held; everybody writes down their own.
        notes: the shared notes; `notes_version` rises with every change.
    """

    title = models.CharField(max_length=160)
    address = models.CharField(max_length=200, blank=True)
    opens_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    phase = models.CharField(max_length=40, blank=True)
    phase_started_at = models.DateTimeField(null=True)
    phase_ends_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    clock_is_owners = models.BooleanField(default=False)
    programme = models.JSONField(default=list, blank=True)
    scribed = models.BooleanField(default=False)
    takes_actions = models.BooleanField(default=False)
    prompt = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    notes_version = models.PositiveIntegerField(default=0)


class Admission(models.Model):
    """A person's right to be in a room, given and withdrawn by the room's owner."""

    class Role(models.TextChoices):
        """What the person may do there."""

        PARTICIPANT = "participant", _("participant")
        HOST = "host", _("host")
        INTERPRETER = "interpreter", _("interpreter")
        SCRIBE = "scribe", _("scribe")
        OBSERVER = "observer", _("observer")
        CASE_GIVER = "case_giver", _("case-giver")
        ADVISOR = "advisor", _("advisor")
        REMOVED = "removed", _("removed by a host")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="admissions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="admissions")
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    muted = models.BooleanField(default=False)
    admitted_at = models.DateTimeField(default=timezone.now)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="admission_once_per_room")]
        indexes = [models.Index(fields=["person", "room"], name="admission_of_person")]


class Message(models.Model):
    """Something said in a room.

    Attributes:
        nonce: chosen by the sender's page; saying the same nonce again returns the first message.
        position: its entry's position in the room's stream.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    nonce = models.CharField(max_length=80)
    position = models.BigIntegerField()
    said_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["room", "author", "nonce"], name="message_once_per_nonce")]
        indexes = [models.Index(fields=["room", "position"], name="message_in_order")]


class Process(models.Model):
    """A web process that holds sockets, and when it was last seen alive; its people are gone when it is."""

    id = models.CharField(max_length=60, primary_key=True)
    seen_at = models.DateTimeField()


class Presence(models.Model):
    """A person who is on a stream right now.

    Attributes:
        process: the web process that holds the person's sockets; `None` for a page without JavaScript, which counts
            as present for a while after it was asked for (`seen_at`).
    """

    stream = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    process = models.ForeignKey(Process, on_delete=models.CASCADE, null=True, related_name="presences")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "person", "process"],
                condition=models.Q(process__isnull=False),
                name="presence_once_per_process",
            ),
            models.UniqueConstraint(
                fields=["stream", "person"], condition=models.Q(process=None), name="presence_once_without_socket"
            ),
        ]


from rooms.consultation_models import Action, Consultation, Outcome, RecordingConsent  # noqa: E402  (they point at the room above)

__all__ = [
    "Action",
    "Admission",
    "Consultation",
    "Message",
    "Outcome",
    "Presence",
    "Process",
    "RecordingConsent",
    "Room",
]

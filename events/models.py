"""Events of every format, and registrations for them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda_models import Agenda, AgendaVersion, Bookmark, Placement, Session, Stage, Track
from events.busy_models import BusyTime
from events.circular_models import Circular
from events.documentation_models import DocumentationFile, DocumentationItem, DownloadCount, SessionRating
from events.group_models import Chair, GroupSeat, GroupWork, SmallGroup
from events.place_models import Attendance, Place
from events.poll_models import Poll, PollTime, Vote, Voter
from events.question_models import RegistrationAnswer, RegistrationQuestion
from events.speaker_models import Appearance, Slides, Speaker, SpeakerDate
from events.stage_models import (
    Ballot,
    BallotMark,
    BallotOption,
    Broadcast,
    Listening,
    Podium,
    Question,
    StageAnnouncement,
    Upvote,
)
from events.workshop_models import (
    Competence,
    GroupPlace,
    Preparation,
    PreparationFile,
    SelfRating,
    Workshop,
    WorkshopGroup,
    WorkshopTask,
)
from members.models import Member, Network, Topic
from rooms.models import Admission, Room
from web.translated import translated

__all__ = [
    "Agenda",
    "AgendaVersion",
    "Appearance",
    "Attendance",
    "Availability",
    "Ballot",
    "BallotMark",
    "BallotOption",
    "Bookmark",
    "Broadcast",
    "BusyTime",
    "CalendarToken",
    "Chair",
    "Circular",
    "Competence",
    "DocumentationFile",
    "DocumentationItem",
    "DownloadCount",
    "Event",
    "GroupPlace",
    "GroupSeat",
    "GroupWork",
    "Listening",
    "Meeting",
    "Participant",
    "Place",
    "Placement",
    "Podium",
    "Poll",
    "PollTime",
    "Preparation",
    "PreparationFile",
    "Question",
    "Registration",
    "RegistrationAnswer",
    "RegistrationQuestion",
    "SelfRating",
    "Session",
    "SessionRating",
    "Slides",
    "SmallGroup",
    "Speaker",
    "SpeakerDate",
    "Stage",
    "StageAnnouncement",
    "Track",
    "Upvote",
    "Vote",
    "Voter",
    "Workshop",
    "WorkshopGroup",
    "WorkshopTask",
]


class Event(models.Model):
    """Anything in the calendar. What is special to a format stands in that format's own model.

    Attributes:
        titles, summaries: texts by language code.
        zone: IANA name of the host's zone; `starts_at` and `ends_at` are moments, shown in the reader's zone.
        sequence: raised with each change that a calendar must take over (RFC 5545, SEQUENCE).
        languages: ISO 639-1 codes spoken; interpretation: pairs such as `["es", "en"]`.
        approval: an organiser decides about every registration.
        unannounced: postponed or cancelled while still a draft, so nobody but the organisers ever sees it.
    """

    class Kind(models.TextChoices):
        """The formats of both programmes."""

        MIXER = "mixer", _("Global Mixer")
        SYMPOSIUM = "symposium", _("Symposium")
        ADVISORY = "advisory", _("Online Advisory Programme")
        PEER_LEARNING = "peer_learning", _("Peer learning")
        WORKSHOP = "workshop", _("Specialist workshop")
        MINISTERIAL = "ministerial", _("Networking of ministries and EU institutions")

    class State(models.TextChoices):
        """See `events.states` for who may move where."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        REGISTRATION_OPEN = "registration_open", _("registration open")
        REGISTRATION_CLOSED = "registration_closed", _("registration closed")
        LIVE = "live", _("live")
        DOCUMENTATION = "documentation", _("documentation")
        ARCHIVED = "archived", _("archived")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Mode(models.TextChoices):
        """Where it takes place."""

        ONLINE = "online", _("online")
        ONSITE = "onsite", _("on site")
        HYBRID = "hybrid", _("hybrid")

    class Audience(models.TextChoices):
        """Who may see and join it."""

        PUBLIC = "public", _("everybody")
        NETWORK = "network", _("members of the network")
        INVITED = "invited", _("invited only")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    titles = models.JSONField()
    summaries = models.JSONField(default=dict, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ONLINE)
    venue = models.CharField(max_length=300, blank=True)
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="organised_events")
    capacity = models.PositiveIntegerField()
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.NETWORK)
    topics = models.ManyToManyField(Topic, related_name="events", blank=True)
    languages = models.JSONField(default=list, blank=True)
    interpretation = models.JSONField(default=list, blank=True)
    access_needs = models.JSONField(default=dict, blank=True)
    contact = models.EmailField(blank=True)
    recording_rights = models.CharField(max_length=300, blank=True)
    approval = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    unannounced = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start")
        ]

    def __str__(self) -> str:
        return translated(self.titles).text


class Registration(models.Model):
    """A person's place at an event, or in its waiting list, for a member.

    Attributes:
        queued_at: the place in the waiting list; kept when a registration is promoted.
        reason: why an organiser declined it, in the organiser's words.
    """

    class State(models.TextChoices):
        """See `events.states`."""

        REQUESTED = "requested", _("requested")
        CONFIRMED = "confirmed", _("confirmed")
        WAITLISTED = "waitlisted", _("on the waiting list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ATTENDED = "attended", _("attended")
        NO_SHOW = "no_show", _("did not come")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="registrations")
    state = models.CharField(max_length=12, choices=State)
    access_needs = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=models.Q(state__in=["requested", "confirmed", "waitlisted", "attended", "no_show"]),
                name="one_active_registration",
            )
        ]
        indexes = [models.Index(fields=["event", "state", "queued_at", "id"], name="waiting_list_in_order")]

    @property
    def unanswered(self) -> list[RegistrationQuestion]:
        """What must be answered and is not yet: by whom others registered."""
        answered = self.answers.values("question")
        return list(RegistrationQuestion.objects.filter(event=self.event_id, required=True).exclude(pk__in=answered))


class CalendarToken(models.Model):
    """The private address of a person's own calendar feed; a new token makes the old address worthless."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_token")
    token = models.CharField(max_length=64, unique=True)


class Meeting(models.Model):
    """An agreed session of a few people. Whoever it is about owns it; a meeting knows no more of that than its name.

    Attributes:
        subject_kind, subject_id: what it is about, such as "partnership" and 7.
        titles: by language code.
        zone: IANA name of the zone its calendar file is written in; people read it in their own.
        room: where they meet; it opens ten minutes before.
        sequence: raised with each change that calendars must take over (RFC 5545, SEQUENCE).
        held_at: when it was over and people's burdens were noted.
    """

    class State(models.TextChoices):
        """See `events.meetings.states` for who may move where."""

        SCHEDULED = "scheduled", _("scheduled")
        OPEN = "open", _("open")
        HELD = "held", _("held")
        MISSED = "missed", _("not held")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    titles = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="meeting")
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    held_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="meetings_of_subject")]

    def __str__(self) -> str:
        return translated(self.titles).text

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class Participant(models.Model):
    """A person's place in a meeting, for a member.

    Attributes:
        role: what the person may do in the room, one of `rooms.models.Admission.Role`.
        left_at: since when somebody else takes part instead; the row stays, for history is not rewritten.
        outside_minutes: how many of the meeting's minutes lay outside the person's hours, noted when it was held.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="participations")
    role = models.CharField(max_length=12, default=Admission.Role.PARTICIPANT)
    left_at = models.DateTimeField(null=True)
    outside_minutes = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="participant_once_per_meeting")]
        indexes = [models.Index(fields=["person", "meeting"], name="meetings_of_person")]


class Availability(models.Model):
    """When a person works, if they said so; office hours on every weekday hold for everybody else.

    Attributes:
        hours: by weekday ("mon" to "sun") pairs of local times, as in a file of `vernetzt slots`.
        busy_address: where the person's own calendar says when they are busy (an iCal address).
        busy_read_at: when that was last read without an error; read_next_at: when it is read again.
        busy_error: why it could not be read, one of `Trouble`, or "".
    """

    class Trouble(models.TextChoices):
        """What its owner reads when the calendar cannot be read."""

        NOT_HTTPS = "not_https", _("The address does not begin with https://.")
        NOT_ALLOWED = "not_allowed", _("The address leads to a place we do not ask.")
        NOT_FOUND = "not_found", _("There is no answer at this address.")
        TOO_LARGE = "too_large", _("The calendar is larger than we read.")
        TOO_SLOW = "too_slow", _("The calendar took too long to answer.")
        NO_CALENDAR = "no_calendar", _("What is found there is no calendar.")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="availability")
    hours = models.JSONField(default=dict, blank=True)
    busy_address = models.URLField(blank=True, max_length=500)
    busy_read_at = models.DateTimeField(null=True)
    read_next_at = models.DateTimeField(null=True, db_index=True)
    busy_error = models.CharField(max_length=12, choices=Trouble, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

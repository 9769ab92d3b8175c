"""Tables of a symposium's live stage: what leads to a session, questions with votes, ballots, announcements."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from events.agenda_models import Session, Stage


class Broadcast(models.Model):
    """What leads from a stage to its sound and picture.

    Attributes:
        address: where the stream is, an https address; "" when people meet in the session's conversation only.
        captions: where captions are shown while people speak, an https address.
        moderated: questions wait until a moderator lets them through.
    """

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="broadcast")
    address = models.URLField(max_length=500, blank=True)
    captions = models.URLField(max_length=500, blank=True)
    moderated = models.BooleanField(default=False)


class Podium(models.Model):
    """What a session has live: its conversation and its green room, each opened when first wanted."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="podium")
    conversation = models.ForeignKey("rooms.Room", on_delete=models.SET_NULL, null=True, related_name="+")
    green_room = models.ForeignKey("rooms.Room", on_delete=models.SET_NULL, null=True, related_name="+")


class Question(models.Model):
    """A question to those on a stage.

    Attributes:
        anonymous: the audience does not see who asks; moderators do.
        nonce: chosen by the asker's page; asking with the same nonce again returns the first question.
        told: how many votes the audience has been told of.
    """

    class State(models.TextChoices):
        """See `events.stage.questions.MOVES`."""

        WAITING = "waiting", pgettext_lazy("state of a question", "waiting")
        OPEN = "open", pgettext_lazy("state of a question", "open")
        ANSWERED = "answered", pgettext_lazy("state of a question", "answered")
        HIDDEN = "hidden", pgettext_lazy("state of a question", "hidden")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    nonce = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=timezone.now)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "author", "nonce"], name="question_once_per_nonce")]


class Upvote(models.Model):
    """A person's vote for a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="upvotes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="upvote_once_per_person")]


class Ballot(models.Model):
    """A question to the audience with answers to choose from; readers call it a poll.

    Attributes:
        shown: the audience sees the results.
        told: the counts the audience has been told of, by answer.
    """

    class State(models.TextChoices):
        """See `events.stage.ballots.MOVES`."""

        DRAFT = "draft", pgettext_lazy("state of a poll", "being prepared")
        OPEN = "open", pgettext_lazy("state of a poll", "open")
        CLOSED = "closed", pgettext_lazy("state of a poll", "closed")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="ballots")
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    shown = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class BallotOption(models.Model):
    """An answer to choose."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=160)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["ballot", "place"], name="ballot_option_once_per_place")]


class BallotMark(models.Model):
    """What a person chose; another choice replaces it while the ballot is open."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="marks")
    option = models.ForeignKey(BallotOption, on_delete=models.CASCADE, related_name="marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="ballot_mark_once_per_person")]


class StageAnnouncement(models.Model):
    """Something said to everybody at a symposium."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="stage_announcements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    nonce = models.CharField(max_length=80)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["event", "by", "nonce"], name="stage_announcement_once")]


class Listening(models.Model):
    """The language in which a person listens at an event; "" is the one that is spoken."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="listening_once_per_person")]

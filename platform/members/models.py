"""Networks, members, the persons who act for them, and what persons allowed or were told."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.cowriting import Cowritten


class People(BaseUserManager["Person"]):
    """Makes persons with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who signs in with an address; without a password only by mailed code or passkey."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        """Addresses are compared without case."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who signs in: a delegate, an organiser, a speaker.

    Attributes:
        language: interface language, one of `settings.LANGUAGES`.
        time_zone: IANA name; empty means that of the browser.
        is_demo: an invented person for trying out, labelled as such wherever shown.
        erased_at: when the person asked to be forgotten; name and address are gone from then on.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    about = models.CharField(_("what I work on"), max_length=300, blank=True)
    role_title = models.CharField(_("position"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or what stands for somebody who was erased or has not said their name yet."""
        if self.erased_at is not None:
            return gettext("Erased person")
        return self.name or self.email.partition("@")[0]


class SpokenLanguage(models.Model):
    """A language a person speaks, with the level of the Common European Framework of Reference."""

    class Level(models.TextChoices):
        """From A2, below which nobody can take part in a conversation, to C2."""

        A2 = "A2"
        B1 = "B1"
        B2 = "B2"
        C1 = "C1"
        C2 = "C2"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken_languages")
    code = models.CharField(max_length=2)
    level = models.CharField(max_length=2, choices=Level, default=Level.B2)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="language_once_per_person")]


class Network(models.Model):
    """A programme of exchange: ISCN, #vernetztinEuropa."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    title = models.JSONField(default=dict)
    countries = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A field of action, named in every interface language."""

    slug = models.SlugField(unique=True)
    names = models.JSONField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "slug"]


class Member(Cowritten):
    """An organisation: municipality, district, ministry, agency, association, research body.

    Attributes:
        size_class: BBSR code of the municipality's size; empty for other organisations.
        subdivision: second part of the ISO 3166-2 code ("KL" for Kerala), by which public holidays are known.
        languages: ISO 639-1 codes the organisation works in.
        demo: topics and membership are demo values, labelled as such wherever shown.
        model_project: one of the 73 Modellprojekte Smart Cities.
    """

    class Kind(models.TextChoices):
        """What sort of organisation."""

        MUNICIPALITY = "municipality", _("Municipality")
        DISTRICT = "district", _("District")
        MINISTRY = "ministry", _("Ministry")
        AGENCY = "agency", _("Agency")
        ASSOCIATION = "association", _("Association")
        RESEARCH = "research", _("Research body")
        CENTRE = "centre", _("Centre of competence")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    country = models.CharField(_("country"), max_length=2)
    subdivision = models.CharField(_("state or region"), max_length=3, blank=True)
    size_class = models.CharField(_("size class"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    languages = models.JSONField(_("languages"), default=list)
    topics = models.ManyToManyField(Topic, related_name="members", blank=True)
    about = models.JSONField(_("about"), default=dict, blank=True)
    website = models.URLField(_("website"), blank=True)
    mailbox = models.EmailField(_("role mailbox"), blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    model_project = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A member's belonging to a network, admitted by the network's secretariat."""

    class State(models.TextChoices):
        """From the wish to belong to the end of it."""

        REQUESTED = "requested", _("requested")
        ADMITTED = "admitted", _("admitted")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "network"], name="membership_once_per_network")]


class Delegate(models.Model):
    """A person acting for a member. One of them is the representative, who admits the others."""

    class State(models.TextChoices):
        """From the request to act for a member to the end of it."""

        REQUESTED = "requested", _("requested")
        ADMITTED = "admitted", _("admitted")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="delegates")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    representative = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "member"], name="delegate_once_per_member"),
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(representative=True, state="admitted"),
                name="one_representative_per_member",
            ),
        ]


class Office(models.Model):
    """What a person does for a network beyond being a delegate."""

    class Role(models.TextChoices):
        """The network's staff."""

        ORGANISER = "organiser", _("organiser")
        SECRETARIAT = "secretariat", _("secretariat")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offices")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="offices")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "network", "role"], name="office_once_per_network")]


class Invitation(models.Model):
    """An invitation to become a delegate, sent to an address.

    Attributes:
        token: what the mailed address carries; it is worthless once used, withdrawn or expired.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    representative = models.BooleanField(default=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Visibility(models.Model):
    """Who may see a part of a person's profile, decided by that person for each purpose.

    Attributes:
        part: what of the profile.
        purpose: what for: to find each other in the directory, or to meet at an event.
        audience: who sees it.
    """

    class Part(models.TextChoices):
        """What of a profile is shown or kept back as a whole; name and member always go together with a person."""

        PROFILE = "profile", _("position and what I work on")
        LANGUAGES = "languages", _("spoken languages")
        CONTACT = "contact", _("e-mail address and telephone")
        HISTORY = "history", _("since when I take part")

    class Purpose(models.TextChoices):
        """What the others look for when they see it."""

        DIRECTORY = "directory", _("finding each other in the directory")
        MEETING = "meeting", _("meeting at an event")

    class Audience(models.TextChoices):
        """From nobody but oneself to every signed-in member of one's networks."""

        NOBODY = "nobody", _("nobody")
        MEMBER = "member", _("my own member")
        EVENT = "event", _("those who take part in the same event")
        NETWORK = "network", _("members of my networks")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visibilities")
    part = models.CharField(max_length=20, choices=Part)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.MEETING)
    audience = models.CharField(max_length=10, choices=Audience)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "part", "purpose"], name="visibility_once_per_part")]


class Consent(models.Model):
    """A consent a person gave for a purpose, with the version of the text it was given to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)


class Notice(models.Model):
    """Something told to a person, on the page and, where it matters, by mail in their language and zone.

    Attributes:
        person: `None` when it goes to an address that belongs to nobody here yet (an invitation).
        email: that address, empty otherwise.
        kind: names the templates `notices/<kind>.*`.
        key: the same key is told once only.
        data: ids and values for the templates.
        due_at: when the mail is to be tried next; whoever tries it first moves this ahead, which keeps others away.
        mailed_at: when the mail server took it; `bounced` is what the server said when it never will.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="notices")
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    data = models.JSONField(default=dict)
    address = models.CharField(max_length=300, blank=True)
    by_mail = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    bounced = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["due_at"], name="notice_unmailed", condition=models.Q(mailed_at=None, by_mail=True, bounced="")
            ),
        ]

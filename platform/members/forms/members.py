"""Forms about members: finding, applying, editing, inviting."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.directory import Wish
from members.forms import choices
from members.forms.cowriting import CowrittenForm
from members.forms.languages import LanguagesField
from members.memberships import Application
from members.models import Member, Network
from web.fields import ChecksField, CountryField, TranslatedTextField, ZoneField
from web.forms import Form


def _any(choose: Any) -> Any:
    return lambda: [*choices.ANY, *choose()]


class DirectoryForm(Form):
    """What to look for."""

    words = forms.CharField(label=_("Name"), required=False, max_length=80)
    network = forms.ChoiceField(label=_("Network"), required=False, choices=_any(choices.networks))
    country = forms.ChoiceField(label=_("Country"), required=False, choices=_any(choices.countries))
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=_any(choices.topics))
    size_class = forms.ChoiceField(label=_("Size"), required=False, choices=_any(choices.size_classes))
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_any(choices.spoken_languages))

    def wish(self) -> Wish:
        """The fields that can be understood; what cannot counts as not filled in."""
        self.is_valid()
        return Wish(**{name: value for name, value in self.cleaned_data.items() if value})


class MemberFields(Form):
    """What applying and editing have in common."""

    size_class = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=_any(choices.size_classes),
        help_text=_("Municipalities only, by number of inhabitants."),
    )
    time_zone = ZoneField(label=_("Time zone"), help_text=_("The city whose clock you live by."))
    languages = LanguagesField(
        label=_("Working languages"), help_text=_("Languages your people can talk with others in.")
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    mailbox = forms.EmailField(
        label=_("Role mailbox"),
        required=False,
        help_text=_("An address of the office, not of a person: it stays when people change. Everybody can see it."),
    )


class ApplicationForm(MemberFields):
    """A new organisation asks to belong to a network."""

    network = forms.ChoiceField(label=_("Network"), choices=choices.networks)
    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=Member.Kind.choices)
    country = CountryField(label=_("Country"))
    field_order = ["network", "name", "kind", "country"]

    @classmethod
    def afresh(cls, data: Any = None) -> "ApplicationForm":
        """The form with what can be guessed from the reader: zone and language."""
        language = (get_language() or "en").split("-")[0]
        return cls(data, initial={"time_zone": timezone.get_current_timezone_name(), "languages": [language]})

    def chosen_network(self) -> Network:
        """The network asked for."""
        return Network.objects.get(slug=self.cleaned_data["network"])

    def application(self) -> Application:
        """What the organisation says about itself."""
        return Application(**{name: value for name, value in self.cleaned_data.items() if name != "network"})


class MemberForm(CowrittenForm, MemberFields):
    """What a member says about itself."""

    about = TranslatedTextField(label=_("About us"), required=False, rows=4, max_length=1200)
    topics = ChecksField(label=_("Topics"), required=False, choices=choices.topics)
    subdivision = forms.RegexField(
        label=_("State or region"),
        regex=r"^[A-Za-z0-9]{1,3}$",
        required=False,
        help_text=_("Second part of the ISO 3166-2 code, such as KL for Kerala. Public holidays depend on it."),
    )
    field_order = ["about", "topics", "languages", "size_class"]

    @classmethod
    def of(cls, member: Member, data: Any = None) -> "MemberForm":
        """The form with what the member says now."""
        fields = ("about", "languages", "size_class", "time_zone", "subdivision", "website", "mailbox")
        initial = {name: getattr(member, name) for name in fields}
        form = cls(data, initial={**initial, "topics": [topic.slug for topic in member.topics.all()]})
        form.remember(member)
        return form

    def values(self) -> dict[str, Any]:
        """Values for the service, without the topics."""
        kept = {name: value for name, value in self.written().items() if name != "topics"}
        return {**kept, "subdivision": kept["subdivision"].upper()}


class InvitationForm(Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("They get a mail with a link that works once."))
    representative = forms.BooleanField(
        label=_("This person is to be the representative"),
        required=False,
        help_text=_("Counts only while the member has none."),
    )


class NetworkForm(Form):
    """Which network to ask."""

    network = forms.ChoiceField(label=_("Network"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = member.memberships.filter(state__in=["requested", "admitted"]).values_list("network__slug", flat=True)
        open_ones = [choice for choice in choices.networks() if choice[0] not in set(near)]
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = open_ones
        self.any_left = bool(open_ones)


class OfficeForm(Form):
    """Who gets which office."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Of somebody who has an account here."))
    role = forms.ChoiceField(
        label=_("Office"), choices=[("organiser", _("organiser")), ("secretariat", _("secretariat"))]
    )

"""The form of a season."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.advisory.models import Programme
from exchanges.advisory.programmes import FIELDS
from members.forms import choices
from members.forms.cowriting import CowrittenForm
from members.forms.languages import LanguagesField
from members.models import Network, Topic
from web.fields import ChecksField, MomentField, TranslatedTextField


class ProgrammeForm(CowrittenForm):
    """A season: for which network, its call in several languages, until when, about what, how many."""

    network = forms.ChoiceField(label=_("Network"))
    titles = TranslatedTextField(label=_("Title"), max_length=120)
    summaries = TranslatedTextField(
        label=_("The call"),
        help_text=_("Who may bring a challenge, what they get, and what happens when."),
        rows=4,
        max_length=3000,
    )
    deadline = MomentField(label=_("Deadline"), help_text=_("On your own clock. Until then cases are submitted."))
    topics = ChecksField(
        label=_("Topics"), required=False, choices=choices.topics, help_text=_("None: cases on any topic.")
    )
    capacity = forms.IntegerField(label=_("How many cases can be taken on?"), min_value=1, max_value=500, initial=6)
    languages = LanguagesField(label=_("Languages of cases and sessions"))

    def __init__(self, data: Any = None, *, networks: Iterable[Network] = (), season: Programme | None = None) -> None:
        super().__init__(data, initial=_initial(season) if season else {"languages": ["en"]})
        self._networks = {network.slug: network for network in networks}
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(slug, network.name) for slug, network in self._networks.items()]
        if season is not None:
            del self.fields["network"]
            self.remember(season)

    def chosen_network(self) -> Network:
        """The network it is for."""
        return self._networks[self.cleaned_data["network"]]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        topics = Topic.objects.filter(slug__in=self.cleaned_data["topics"])
        return {**{name: self.cleaned_data[name] for name in FIELDS}, "topics": list(topics)}


def _initial(season: Programme) -> dict[str, Any]:
    topics = [topic.slug for topic in season.topics.all()]
    return {**{name: getattr(season, name) for name in FIELDS}, "topics": topics}

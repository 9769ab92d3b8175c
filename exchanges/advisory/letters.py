"""What the secretariat writes when a case is redirected to the KTS: prepared, for a person to read and send."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from exchanges.advisory.models import Case


@dataclass(frozen=True)
class Letter:
    """A mail that is ready but not sent."""

    subject: str
    body: str

    @property
    def address(self) -> str:
        """Where a mail program opens it."""
        return f"mailto:{quote(settings.KTS_EMAIL, safe='@')}?subject={quote(self.subject)}&body={quote(self.body)}"


def only_german(case: Case) -> bool:
    """Whether a case is for the KTS, the Coordination and Transfer Centre, which works in German."""
    return bool(case.languages == ["de"])


def to_kts(case: Case) -> Letter:
    """The mail to the KTS, in German; a confidential case does not leave the platform with more than its title."""
    with translation.override("de"):
        lines = [
            _("Dear colleagues,"),
            _("%(member)s has asked us for advice, in German only, so you can help better than we can.")
            % {"member": case.member.name},
            _("It is about: %(title)s") % {"title": case.title},
            *_details(case),
            _("Please answer the town directly."),
        ]
        subject = _("A question of %(member)s for you") % {"member": case.member.name}
        return Letter(subject, "\n\n".join(lines))


def to_member(case: Case) -> str:
    """What the member of a case for the KTS is told, in German."""
    with translation.override("de"):
        return _(
            "The Coordination and Transfer Centre (KTS) works in German and can help you better. "
            "It answers you directly."
        )


def _details(case: Case) -> list[str]:
    if case.level == Case.Level.ADVISORS:
        return [_("The town asked us to keep the details confidential; it will tell you itself.")]
    return [case.challenge, *(f"– {question}" for question in case.questions)]

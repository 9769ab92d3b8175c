"""Who has moved a case last, and where to: for those whose form came too late."""

from django.utils.translation import gettext as _

from exchanges.advisory.facts import CaseMoved
from exchanges.advisory.models import Case
from ledger.reading import since
from members.models import Person


def last_by(case: Case) -> Person | None:
    """The person who made its last move; `None` when nobody did, or it was the platform."""
    made = [entry for entry in since(f"case:{case.pk}", 0) if entry.kind == CaseMoved.kind]
    return Person.objects.filter(pk=made[-1].data["by"]).first() if made else None


def told(case: Case) -> str:
    """A sentence for a colleague: who has moved it on, and its state."""
    who, words = last_by(case), {"state": case.get_state_display()}
    if who is None:
        return _("This case has gone on meanwhile: %(state)s.") % words
    return _("%(name)s has moved this case on meanwhile: %(state)s.") % {"name": who.display_name, **words}

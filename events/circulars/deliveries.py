"""What became of a sent message: how many mails are out, wait or came back, and whose address refuses mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from events.circulars import sending
from events.models import Circular
from members import notices, refusals
from members.models import Notice


@dataclass(frozen=True)
class Delivery:
    """How far a message is; every number counts notices.

    Attributes:
        told: people it was sent to; left: of them, those who have been erased since.
        mailed: mails the mail server took; waiting: those it has not been given yet; failing: of these, those that
            were tried and are not taken yet.
        on_page: people who get no mail and read it on their page.
        refused: notices whose address refuses mail; lost: those no server took in time.
    """

    told: int
    left: int
    mailed: int
    waiting: int
    failing: int
    on_page: int
    refused: Sequence[Notice]
    lost: Sequence[Notice]

    @property
    def back(self) -> int:
        """How many mails will not arrive."""
        return len(self.refused) + len(self.lost)

    @property
    def done(self) -> bool:
        """Whether nothing is on its way any more."""
        return not self.waiting


def of(circular: Circular) -> Delivery:
    """How far a sent message is, in three queries."""
    rows = notices.under(sending.key_of(circular))
    unsent = Q(by_mail=True, mailed_at=None, bounced="")
    counted = rows.aggregate(
        known=Count("id"),
        mailed=Count("id", filter=Q(mailed_at__isnull=False)),
        waiting=Count("id", filter=unsent),
        failing=Count("id", filter=unsent & Q(tries__gt=0)),
        on_page=Count("id", filter=Q(by_mail=False, mailed_at=None, bounced="")),
    )
    back = rows.exclude(bounced="").filter(mailed_at=None).select_related("person").order_by("id")
    known = counted.pop("known")
    return Delivery(
        told=circular.told,
        left=circular.told - known,
        refused=list(back.filter(refusals.FOR_GOOD)),
        lost=list(back.exclude(refusals.FOR_GOOD)),
        **counted,
    )

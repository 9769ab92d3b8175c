"""Ratings: of the mixer as a whole, and whether a meeting was useful. Seen by nobody but the one who rates.

The organiser gets shares and means, and comments without a name.
"""

from exchanges.mixers import meetings, participants
from exchanges.mixers.models import Mixer, Rating
from exchanges.mixers.refusals import BadRating, NotMet, NotOverYet
from members.models import Person


def rate(mixer: Mixer, *, by: Person, stars: int, comment: str = "") -> Rating:
    """Say what one thought of the mixer; again replaces it.

    Args:
        mixer: which, when it is over.
        by: somebody who took part.
        stars: 1 (not useful) to 5.
        comment: at most 1,000 characters.

    Raises:
        NotTakingPart, NotOverYet, BadRating: it cannot be rated.
    """
    participants.require(mixer, by)
    if mixer.phase != Mixer.Phase.ENDED:
        raise NotOverYet
    if stars not in range(1, 6):
        raise BadRating
    values = {"stars": stars, "comment": comment.strip()[:1000]}
    return Rating.objects.update_or_create(mixer=mixer, person=by, other=None, defaults=values)[0]


def rate_meeting(mixer: Mixer, *, by: Person, other_id: int, useful: bool) -> Rating:
    """Say whether meeting somebody was useful; again replaces it.

    Raises:
        NotTakingPart: the person has no confirmed place.
        NotMet: the two did not meet.
    """
    participants.require(mixer, by)
    if not meetings.have_met(mixer, by, other_id):
        raise NotMet
    return Rating.objects.update_or_create(mixer=mixer, person=by, other_id=other_id, defaults={"useful": useful})[0]

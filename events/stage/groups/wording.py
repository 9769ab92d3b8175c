"""What steps and groups are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.stage.groups import plans
from rooms import scenes
from rooms.timetable import Step

NAMES: dict[str, str | Promise] = {
    plans.CAFE: gettext_lazy("World Café"),
    plans.ALONE: gettext_lazy("Alone"),
    plans.PAIRS: gettext_lazy("In pairs"),
    plans.FOURS: gettext_lazy("In fours"),
    plans.ALL: gettext_lazy("All together"),
}


def register() -> None:
    """Let the clocks in the groups' rooms say what runs."""
    scenes.phase_names.update(NAMES)


def of_step(step: Step) -> str:
    """What a step is called in the list of steps."""
    return _("Round %(number)d") % {"number": step.number} if step.phase == plans.CAFE else str(NAMES[step.phase])


def of_group(phase: str, number: int) -> str:
    """What a group is called."""
    text = _("Table %(number)d") if phase == plans.CAFE else _("Group %(number)d")
    return text % {"number": number}

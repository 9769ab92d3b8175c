"""What the phases of a consultation are called, what each is for, and who does what in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms import phases
from rooms.models import Admission

Sentence = str | Promise
Role = Admission.Role

NAMES: Mapping[str, Sentence] = {
    phases.CASTING: _("Casting"),
    phases.STORY: _("Story"),
    phases.KEY_QUESTION: _("Key question"),
    phases.METHOD: _("Method"),
    phases.ADVICE: _("Advice"),
    phases.CLOSING: _("Closing"),
    phases.PARTING: _("Actions and goodbye"),
}

PURPOSES: Mapping[str, Sentence] = {
    phases.CASTING: _("Everybody greets, and it is settled who gives the case, who advises and who writes."),
    phases.STORY: _("The case-giver tells what happened, what was tried and what hurts."),
    phases.KEY_QUESTION: _("The case is brought down to one question that can be answered."),
    phases.METHOD: _("You choose together how to advise: ideas in turn, good practice, or what to avoid."),
    phases.ADVICE: _("Those who advise think aloud together. The case-giver listens and answers nothing."),
    phases.CLOSING: _("The case-giver says what helps and what they will try."),
    phases.PARTING: _("You agree on actions, each with an owner and a day. Then the room closes."),
}

ROLES: Mapping[str, Sentence] = {
    Role.HOST: _("Moderator"),
    Role.CASE_GIVER: _("Case-giver"),
    Role.ADVISOR: _("Advisors"),
    Role.SCRIBE: _("Scribe"),
    Role.INTERPRETER: _("Interpreter"),
}
"""In the order in which they are shown."""

_EVERYBODY: Mapping[str, Sentence] = {
    Role.HOST: _("keeps the time and gives the word"),
    Role.CASE_GIVER: _("listens along"),
    Role.ADVISOR: _("listen"),
    Role.SCRIBE: _("writes the notes"),
    Role.INTERPRETER: _("interprets after every few sentences"),
}
_SPECIAL: Mapping[str, Mapping[str, Sentence]] = {
    phases.CASTING: {
        Role.HOST: _("gives the roles"),
        Role.CASE_GIVER: _("says in one sentence what it is about"),
        Role.ADVISOR: _("say where they come from"),
    },
    phases.STORY: {Role.CASE_GIVER: _("tells"), Role.ADVISOR: _("listen and ask only what they did not understand")},
    phases.KEY_QUESTION: {
        Role.CASE_GIVER: _("chooses the question"),
        Role.ADVISOR: _("propose how to put it"),
        Role.SCRIBE: _("writes the question down, word by word"),
    },
    phases.METHOD: {
        Role.HOST: _("proposes a method"),
        Role.CASE_GIVER: _("chooses"),
        Role.ADVISOR: _("say what suits"),
    },
    phases.ADVICE: {
        Role.CASE_GIVER: _("only listens and may take notes on paper"),
        Role.ADVISOR: _("advise, one idea at a time"),
        Role.SCRIBE: _("writes every idea down"),
    },
    phases.CLOSING: {
        Role.CASE_GIVER: _("says what they take along"),
        Role.ADVISOR: _("listen, and offer what they can do"),
    },
    phases.PARTING: {
        Role.HOST: _("asks for actions and closes the room"),
        Role.CASE_GIVER: _("says what they will do until when"),
        Role.ADVISOR: _("say what they will do until when"),
        Role.SCRIBE: _("writes the actions down"),
    },
}


def duty(role: str, phase: str) -> Sentence:
    """What a role does in a phase; "" for a role that only watches."""
    return _SPECIAL.get(phase, {}).get(role) or _EVERYBODY.get(role, "")

"""How each promise is kept: the one place that says what is called when its time has come.

A keeper is called with the promise, in the transaction that marks it kept.
"""

from collections.abc import Callable
from typing import Any

from events import reminders
from events.meetings import keeping as meetings
from events.meetings import promises as meeting
from events.meetings.polls import answering as polls
from events.meetings.polls import promises as poll
from events.stage import chairs, tallies
from events.stage import promised as stage
from events.stage.groups import leading as groups
from events.symposia import news as agenda_news
from events.symposia import promises as symposia
from events.symposia import reminding as speakers
from events.workshops import promises as workshops
from events.workshops import reminding as homework
from exchanges.advisory import news
from exchanges.advisory import outcomes as advice
from exchanges.advisory import promises as advisory
from exchanges.mixers import followups, phases, recap, rounds, upkeep
from exchanges.mixers import promises as mixers
from ledger.promises import Promised
from members import erasure
from members import promised as members
from peers import announcements as peer_news
from peers import calls, outcomes
from peers import promises as peers
from rooms.clock import keep_pause, keep_phase_end
from rooms.consultation import checks, leading
from rooms.consultation import promised as consultations
from rooms.promised import PauseForgotten, PhaseEnds

KEEPERS: dict[type[Promised], Callable[[Any], None]] = {
    members.ErasureNeedsLook: erasure.look_again,
    PhaseEnds: keep_phase_end,
    PauseForgotten: keep_pause,
    consultations.ConsultationBegins: leading.keep_promise,
    consultations.ActionsNeedCheck: checks.keep_promise,
    reminders.WeekReminder: reminders.remind,
    reminders.DayReminder: reminders.remind,
    reminders.LastReminder: reminders.remind,
    meeting.MeetingDayReminder: meetings.remind,
    meeting.MeetingHourReminder: meetings.remind,
    meeting.MeetingLastReminder: meetings.remind,
    meeting.MeetingOpens: meetings.open_meeting,
    meeting.MeetingCloses: meetings.close_meeting,
    symposia.AgendaNewsDue: agenda_news.keep_promise,
    symposia.PiecesReminder: speakers.keep_promise,
    workshops.HomeworkReminder: homework.keep_promise,
    stage.CountDue: tallies.keep_promise,
    stage.ChairsEmpty: chairs.keep_promise,
    stage.GroupStepEnds: groups.keep_promise,
    poll.PollReminder: polls.remind,
    poll.PollCloses: polls.close,
    mixers.ProgrammeGoesOn: phases.keep_promise,
    mixers.RoundNeedsPlan: rounds.keep_promise,
    mixers.TablesNeedLook: upkeep.keep_promise,
    mixers.FollowUpDue: followups.keep_promise,
    mixers.RecapDue: recap.keep_promise,
    advisory.CaseStepDue: news.keep_promise,
    advisory.CaseCheckDue: advice.keep_promise,
    peers.CallEnds: calls.keep_promise,
    peers.StepDue: peer_news.keep_promise,
    peers.OutcomeDue: outcomes.keep_promise,
}

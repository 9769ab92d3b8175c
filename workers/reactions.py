"""What follows from what: the one place that says which facts have which consequences.

A reaction is called with the entry, in a transaction of its own that also holds its receipt. It may raise: it is
tried again with growing pauses and parked after the last try, where the console shows it.
"""

from collections.abc import Callable, Sequence

from events import announcements, departures
from events import facts as events
from events.meetings import announcements as meeting_news
from events.meetings import departures as meeting_departures
from events.meetings import facts as meetings
from events.meetings import following as meeting_rooms
from events.meetings.polls import facts as polls
from events.meetings.polls import news as poll_news
from events.stage import chairs, talking
from events.stage.groups import company
from events.stage.groups import leading as groups
from events.symposia import announcements as speaker_news
from events.symposia import facts as symposia
from events.symposia import news as agenda_news
from events.symposia import reminding as speakers
from events.symposia.places import facts as places
from events.symposia.places import news as place_news
from events.workshops import people as workshop_people
from events.workshops import steps as workshops
from events.workshops import tasks as workshop_tasks
from exchanges.advisory import endings as advice
from exchanges.advisory import facts as advisory
from exchanges.advisory import news as advisory_news
from exchanges.mixers import departures as mixer_departures
from exchanges.mixers import following, hosts, participants
from ledger.facts import Entry, Fact
from members import facts as members
from peers import announcements as peer_news
from peers import departures as peer_departures
from peers import facts as peers
from peers import pairing, session_departures, session_ends, session_facts, session_news, session_people, team
from rooms import facts as rooms
from rooms.consultation import closing
from rooms.consultation import facts as consultations

Reaction = Callable[[Entry], None]

FOLLOW_SEAT = [
    announcements.tell_person,
    participants.follow_registration,
    workshop_people.follow_registration,
    workshops.follow_registration,
]

LEAVE_STAGE = [talking.follow_registration, chairs.follow]
CLOSE_STAGE = [talking.follow_event, chairs.follow, groups.follow_event]
FOLLOW_AGENDA = [talking.follow_agenda, company.follow_agenda, chairs.follow]
LEAD_NO_STAGE = [talking.office_taken, company.office_taken, chairs.office_taken]

REACTIONS: dict[type[Fact], Sequence[Reaction]] = {
    rooms.AdmissionWithdrawn: [company.follow_withdrawal],
    rooms.ProgrammeEnded: [closing.follow_programme],
    consultations.ConsultationClosed: [meeting_rooms.follow_room],
    consultations.ActionsAsked: [workshops.follow_check],
    consultations.ActionAnswered: [session_ends.follow_action],
    events.RegistrationRequested: [announcements.tell_person, announcements.tell_staff],
    events.RegistrationConfirmed: FOLLOW_SEAT,
    events.RegistrationWaitlisted: [announcements.tell_person],
    events.RegistrationPromoted: FOLLOW_SEAT,
    events.RegistrationDeclined: [*FOLLOW_SEAT, *LEAVE_STAGE],
    events.RegistrationWithdrawn: [*FOLLOW_SEAT, *LEAVE_STAGE],
    events.RegistrationMissed: LEAVE_STAGE,
    events.EventMoved: [
        announcements.tell_everybody,
        speaker_news.tell_speakers,
        following.follow_event,
        speakers.follow_event,
        workshop_tasks.follow_event,
    ],
    events.EventChanged: [workshop_tasks.follow_event],
    events.EventPostponed: [
        announcements.tell_everybody,
        speaker_news.tell_speakers,
        following.follow_event,
        speakers.follow_event,
        *CLOSE_STAGE,
    ],
    events.EventCancelled: [
        announcements.tell_everybody,
        speaker_news.tell_speakers,
        following.follow_event,
        speakers.follow_event,
        *CLOSE_STAGE,
        workshops.follow_cancelling,
    ],
    events.EventPublished: [
        announcements.tell_new_date,
        speaker_news.tell_speakers,
        following.follow_event,
        speakers.follow_event,
        agenda_news.follow_event,
    ],
    events.RegistrationOpened: [following.follow_event],
    events.RegistrationClosed: [following.follow_event],
    events.EventBegan: [following.follow_event],
    events.EventEnded: [following.follow_event, *CLOSE_STAGE, workshops.follow_event],
    members.DelegateEnded: [
        departures.delegate_ended,
        team.delegate_ended,
        session_departures.delegate_ended,
        advice.delegate_ended,
    ],
    members.OfficeTaken: [
        hosts.office_taken,
        workshop_people.office_taken,
        advice.office_taken,
        *LEAD_NO_STAGE,
    ],
    members.MembershipEnded: [
        departures.membership_ended,
        advice.membership_ended,
        peer_departures.membership_ended,
    ],
    members.PersonDeactivated: [
        departures.person_deactivated,
        meeting_departures.person_deactivated,
        speaker_news.person_left,
        team.person_left,
        advice.person_left,
    ],
    members.PersonErased: [
        departures.person_erased,
        meeting_departures.person_erased,
        speaker_news.person_left,
        mixer_departures.person_erased,
        team.person_left,
        advice.person_left,
    ],
    places.PlaceTaken: [place_news.tell_person],
    places.PlaceAwaited: [place_news.tell_person],
    places.PlacePromoted: [place_news.tell_person],
    places.PlaceLeft: [place_news.tell_person],
    symposia.SpeakerAnswered: [speaker_news.tell_staff, *FOLLOW_AGENDA],
    symposia.SpeakerRemoved: FOLLOW_AGENDA,
    symposia.SessionEdited: FOLLOW_AGENDA,
    symposia.AgendaPublished: [chairs.follow],
    meetings.MeetingBooked: [meeting_news.tell_everybody],
    meetings.MeetingMoved: [meeting_news.tell_everybody, session_ends.follow_change, advice.follow_change],
    meetings.MeetingCancelled: [meeting_news.tell_everybody, session_ends.follow_change, advice.follow_change],
    meetings.MeetingHeld: [session_ends.follow_meeting, advice.follow_meeting],
    meetings.MeetingMissed: [session_ends.follow_meeting, advice.follow_meeting],
    meetings.ParticipantReplaced: [meeting_news.tell_of_replacement, advice.follow_departure],
    meetings.ModeratorChanged: [meeting_news.tell_moderator],
    polls.PollOpened: [poll_news.ask_everybody],
    polls.PollTimesAdded: [poll_news.ask_everybody],
    polls.PollJoined: [poll_news.ask_one],
    polls.PollReady: [poll_news.tell_asker],
    polls.PollCalledOff: [poll_news.tell_called_off],
    meetings.ParticipantJoined: [meeting_news.tell_of_joining],
    advisory.SeasonOpened: [advisory_news.tell_of_season],
    advisory.CaseMoved: [advisory_news.tell_of_move],
    advisory.AdvisorAsked: [advisory_news.tell_advisor],
    advisory.AdvisorAnswered: [advisory_news.tell_office],
    advisory.AdvisorOffered: [advisory_news.tell_of_offer],
    advisory.AdvisorAdmitted: [advisory_news.tell_admitted],
    advisory.AdvisorEnded: [advice.advisor_ended],
    peers.OfferMade: [pairing.look_again],
    peers.RequestPosted: [pairing.suggest],
    peers.RequestWithdrawn: [peer_news.tell_invited],
    peers.RequestDeclined: [peer_news.tell_invited],
    peers.MatchesSuggested: [peer_news.tell_seeker],
    peers.PeerInvited: [peer_news.tell_host],
    peers.PeerUninvited: [peer_news.tell_host],
    peers.PeerAccepted: [peer_news.tell_inviter],
    peers.PeerDeclined: [peer_news.tell_inviter],
    peers.PeerCountered: [peer_news.tell_inviter],
    peers.PeerCallMatched: [peer_news.tell_organisers],
    peers.PartnershipFounded: [peer_news.tell_partners],
    peers.PartnershipMoved: [peer_news.tell_partners],
    peers.OutcomeAsked: [peer_news.tell_partners],
    peers.TeamJoined: [peer_news.tell_newcomer, session_people.team_joined],
    peers.TeamLeft: [session_people.team_left],
    session_facts.SessionProposed: [session_news.tell_others],
    session_facts.SessionCountered: [session_news.tell_others],
    session_facts.SessionCancelled: [session_news.tell_others],
}

"""What every column of the database says about people, and what becomes of it when a person is erased.

One table for all apps, by name, because one promise is made about all of them. `tests/members/test_privacy.py` fails
as soon as a column is missing here. Words of a person (`own`) are exported to them; secrets are erased with the rest
but not exported; columns of `addresses` may hold the address of somebody without an account, and are emptied wherever
it is an erased person's; what is left is `plain`: identifiers, codes, moments, and texts of organisations.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fate(Enum):
    """What becomes of a person's rows when the person is erased."""

    DELETE = "the rows go"
    BLANK = "own words and secrets are emptied, ids stay"
    KEEP = "nothing in them is the person's own"


@dataclass(frozen=True)
class Table:
    """A table and its columns.

    Attributes:
        plain, own, secret, addresses: names of columns, separated by spaces; every column stands in one of them.
        subject: the path from a row to the person it belongs to, or "".
        also: paths to persons whose erasure takes the row as well.
        title: what a person is told the rows are, in the export.
    """

    plain: str = ""
    own: str = ""
    secret: str = ""
    addresses: str = ""
    subject: str = ""
    also: tuple[str, ...] = ()
    fate: Fate = Fate.KEEP
    title: str | Promise = ""

    def columns(self) -> list[str]:
        """Every column named."""
        return f"{self.plain} {self.own} {self.secret} {self.addresses}".split()


MEMBERS = {
    "members.Person": Table(
        plain="id is_active is_demo erased_at",
        own="email name language time_zone about role_title phone joined_at last_login",
        secret="password",  # noqa: S106  (a column's name)
        subject="id",
        fate=Fate.BLANK,
        title=_("Profile"),
    ),
    "members.SpokenLanguage": Table(
        plain="id person", own="code level", subject="person", fate=Fate.DELETE, title=_("Languages I speak")
    ),
    "members.Delegate": Table(
        plain="id person",
        own="member state representative since",
        subject="person",
        fate=Fate.DELETE,
        title=_("Members I act for"),
    ),
    "members.Office": Table(
        plain="id person", own="network role", subject="person", fate=Fate.DELETE, title=_("Offices")
    ),
    "members.Visibility": Table(
        plain="id person", own="part purpose audience", subject="person", fate=Fate.DELETE, title=_("Who sees what")
    ),
    "members.Consent": Table(
        plain="id person",
        own="purpose version given_at withdrawn_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("Consents"),
    ),
    "members.Notice": Table(
        plain="id person key by_mail due_at tries",
        own="kind data address created_at read_at mailed_at bounced",
        addresses="email",
        subject="person",
        fate=Fate.DELETE,
        title=_("Notices"),
    ),
    "members.Invitation": Table(
        plain="id member representative invited_by expires_at accepted_at withdrawn_at",
        secret="token",  # noqa: S106  (a column's name)
        addresses="email",
    ),
    "members.Network": Table(plain="id slug name title countries"),
    "members.Topic": Table(plain="id slug names place"),
    "members.Member": Table(
        plain="id slug name kind country subdivision size_class time_zone languages about website latitude longitude"
        " model_project demo revision written_by written_on",
        addresses="mailbox",
    ),
    "members.Member_topics": Table(plain="id member topic"),
    "members.Membership": Table(plain="id member network state since"),
}
SIGNING_IN = {
    "account.EmailAddress": Table(
        plain="id user", own="email verified primary", subject="user", fate=Fate.DELETE, title=_("Addresses")
    ),
    "account.EmailConfirmation": Table(
        plain="id email_address",
        own="created sent",
        secret="key",  # noqa: S106  (a column's name)
        subject="email_address__user",
        fate=Fate.DELETE,
        title=_("Confirmations of addresses"),
    ),
    "socialaccount.SocialApp": Table(
        plain="id provider provider_id name client_id settings key",
        secret="secret",  # noqa: S106  (a column's name)
    ),
    "socialaccount.SocialAccount": Table(
        plain="id user",
        own="provider uid last_login date_joined extra_data",
        subject="user",
        fate=Fate.DELETE,
        title=_("Accounts at identity providers"),
    ),
    "socialaccount.SocialToken": Table(
        plain="id app account expires_at",
        secret="token token_secret",  # noqa: S106  (columns' names)
        subject="account__user",
        fate=Fate.DELETE,
        title=_("Keys to accounts at identity providers"),
    ),
    "mfa.Authenticator": Table(
        plain="id user",
        own="type created_at last_used_at",
        secret="data",  # noqa: S106  (a column's name)
        subject="user",
        fate=Fate.DELETE,
        title=_("Second factors"),
    ),
    "usersessions.UserSession": Table(
        plain="id user",
        own="created_at ip last_seen_at user_agent data",
        secret="session_key",  # noqa: S106  (a column's name)
        subject="user",
        fate=Fate.DELETE,
        title=_("Where I am signed in"),
    ),
    "allauth_idp_oidc.Client": Table(
        plain="id name scopes default_scopes type grant_types redirect_uris cors_origins allow_uri_wildcards"
        " response_types owner skip_consent created_at data",
        secret="secret",  # noqa: S106  (a column's name)
    ),
    "allauth_idp_oidc.Token": Table(
        plain="id type client user created_at expires_at scopes",
        secret="hash data",  # noqa: S106  (columns' names)
        subject="user",
        fate=Fate.DELETE,
        title=_("Keys of connected applications"),
    ),
    "sessions.Session": Table(
        plain="expire_date",
        secret="session_key session_data",  # noqa: S106  (columns' names); erased by `sessions.forget`
    ),
}
GROUND = {
    "auth.Permission": Table(plain="id name content_type codename"),
    "auth.Group": Table(plain="id name"),
    "auth.Group_permissions": Table(plain="id group permission"),
    "contenttypes.ContentType": Table(plain="id app_label model"),
    "web.Feedback": Table(plain="id text page at answered", addresses="reply_to"),
    "ledger.Epoch": Table(plain="id value"),
    "ledger.Stream": Table(plain="id name position floor"),
    "ledger.Entry": Table(plain="id stream position kind at data"),
    "ledger.Concern": Table(plain="id entry member_id at"),
    "ledger.Receipt": Table(plain="id state due_at tries done_at error entry reaction"),
    "ledger.Promise": Table(plain="id state due_at tries done_at error key stream kind data promised_at"),
    "ledger.Heartbeat": Table(plain="id name at"),
}
ROOMS = {
    "rooms.Room": Table(
        plain="id title address opens_at closed_at phase phase_started_at phase_ends_at paused_at prompt notes"
        " notes_version clock_is_owners programme scribed takes_actions"
    ),
    "rooms.Consultation": Table(
        plain="id room starts_at began_at closed_at closed_by missed_at recording_asked_at recording_on",
        own="reason",
        subject="closed_by",
        fate=Fate.BLANK,
        title=_("Why I closed consultations without an action"),
    ),
    "rooms.RecordingConsent": Table(
        plain="id person",
        own="room agreed said_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("Whether I may be recorded"),
    ),
    "rooms.Action": Table(
        plain="id room owner agreed_at withdrawn_at",
        own="text due_on",
        subject="owner",
        title=_("Actions I agreed to"),
    ),
    "rooms.Outcome": Table(
        plain="id action months asked answered_at result",
        own="sentence",
        subject="asked",
        fate=Fate.BLANK,
        title=_("What became of my actions"),
    ),
    "rooms.Admission": Table(
        plain="id person",
        own="room role muted admitted_at dismissed_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("Rooms I was admitted to"),
    ),
    "rooms.Message": Table(
        plain="id room author nonce position withdrawn_at",
        own="text said_at edited_at",
        subject="author",
        fate=Fate.BLANK,
        title=_("What I said"),
    ),
    "rooms.Message_mentions": Table(
        plain="id message person", subject="person", fate=Fate.DELETE, title=_("Messages that mention me")
    ),
    "rooms.Process": Table(plain="id seen_at"),
    "rooms.Presence": Table(
        plain="id person process",
        own="stream since seen_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("Where I am now"),
    ),
}
EVENTS = {
    "events.Event": Table(
        plain="id slug kind network state titles summaries starts_at ends_at zone mode venue organiser capacity"
        " audience languages interpretation access_needs recording_rights approval sequence unannounced created_at"
        " changed_at",
        addresses="contact",
    ),
    "events.Event_topics": Table(plain="id event topic"),
    "events.Registration": Table(
        plain="id person queued_at",
        own="event member state access_needs reason changed_at",
        subject="person",
        fate=Fate.BLANK,
        title=_("Registrations"),
    ),
    "events.RegistrationQuestion": Table(plain="id event kind labels choices required place"),
    "events.RegistrationAnswer": Table(
        plain="id registration",
        own="question text",
        subject="registration__person",
        fate=Fate.DELETE,
        title=_("My answers to organisers"),
    ),
    "events.Meeting": Table(
        plain="id subject_kind subject_id network titles state starts_at ends_at zone room sequence created_at"
        " changed_at held_at"
    ),
    "events.Participant": Table(
        plain="id person",
        own="meeting member role left_at outside_minutes",
        subject="person",
        title=_("Meetings I took part in"),
    ),
    "events.Availability": Table(
        plain="id person read_next_at",
        own="hours changed_at busy_read_at busy_error",
        secret="busy_address",  # noqa: S106  (a column's name)
        subject="person",
        fate=Fate.DELETE,
        title=_("When I can meet"),
    ),
    "events.Agenda": Table(plain="id event revision change_minutes told"),
    "events.Stage": Table(plain="id event name capacity place"),
    "events.Track": Table(plain="id event names place"),
    "events.Session": Table(
        plain="id event guid titles abstracts format track language interpretation minutes capacity places revision"
        " dropped"
    ),
    "events.Placement": Table(plain="id session stage starts_at minutes"),
    "events.AgendaVersion": Table(
        plain="id event number snapshot differences published_by published_at", subject="published_by"
    ),
    "events.Broadcast": Table(plain="id stage address captions moderated"),
    "events.Podium": Table(plain="id session conversation green_room"),
    "events.Question": Table(
        plain="id author state nonce told",
        own="session text anonymous asked_at",
        subject="author",
        fate=Fate.BLANK,
        title=_("Questions I asked on a stage"),
    ),
    "events.Upvote": Table(
        plain="id person",
        own="question",
        subject="person",
        fate=Fate.DELETE,
        title=_("Questions I voted for"),
    ),
    "events.Chair": Table(
        plain="id person",
        own="session number since",
        subject="person",
        fate=Fate.DELETE,
        title=_("Where I sit in a fishbowl"),
    ),
    "events.GroupWork": Table(plain="id session steps step ends_at ended_at postponed"),
    "events.SmallGroup": Table(plain="id work step number room"),
    "events.GroupSeat": Table(
        plain="id work step person",
        own="group",
        subject="person",
        fate=Fate.DELETE,
        title=_("Small groups I was in"),
    ),
    "events.Ballot": Table(plain="id session text state shown made_at told"),
    "events.BallotOption": Table(plain="id ballot text place"),
    "events.BallotMark": Table(
        plain="id person",
        own="ballot option",
        subject="person",
        fate=Fate.DELETE,
        title=_("How I voted in polls of a stage"),
    ),
    "events.StageAnnouncement": Table(
        plain="id event by at nonce",
        own="text",
        subject="by",
        fate=Fate.BLANK,
        title=_("What I announced from a stage"),
    ),
    "events.Listening": Table(
        plain="id person",
        own="event language",
        subject="person",
        fate=Fate.DELETE,
        title=_("In which language I listen"),
    ),
    "events.Bookmark": Table(
        plain="id person", own="session", subject="person", fate=Fate.DELETE, title=_("Sessions I want to attend")
    ),
    "events.Place": Table(
        plain="id person",
        own="session state queued_at changed_at",
        subject="person",
        fate=Fate.BLANK,  # given back with the registration, so that the next who waits moves up
        title=_("Places in sessions"),
    ),
    "events.Attendance": Table(
        plain="id person", own="session at", subject="person", fate=Fate.DELETE, title=_("Sessions I was in")
    ),
    "events.Speaker": Table(
        plain="id person",
        own="event state name language zone biography recording invited_at changed_at",
        secret="token",  # noqa: S106  (a column's name)
        addresses="email",
        subject="person",
        fate=Fate.BLANK,
        title=_("Where I speak"),
    ),
    "events.Appearance": Table(
        plain="id speaker",
        own="session role title abstract slides_link",
        subject="speaker__person",
        fate=Fate.BLANK,
        title=_("What I handed in for sessions"),
    ),
    "events.SpeakerDate": Table(plain="id speaker session shown sequence off"),
    "events.Slides": Table(
        plain="id appearance content",
        own="name handed_in_at",
        subject="appearance__speaker__person",
        fate=Fate.DELETE,
        title=_("Slides I handed in"),
    ),
    "events.DocumentationItem": Table(
        plain="id event session appearance kind titles texts languages address licence state made_at changed_at"
        " published_at revision written_by written_on"
    ),
    "events.DocumentationFile": Table(plain="id item name content size"),
    "events.DownloadCount": Table(plain="id item day number"),
    "events.SessionRating": Table(
        plain="id person",
        own="event session stars comment changed_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("What I thought of sessions"),
    ),
    "events.Circular": Table(
        plain="id event author subjects texts states countries languages sessions revision made_at changed_at sent_at"
        " told",
        subject="author",
    ),
    "events.BusyTime": Table(
        plain="id person",
        own="starts_at ends_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("When I am busy, by my own calendar"),
    ),
    "events.Poll": Table(
        plain="id subject_kind subject_id network titles minutes zone asker state closes_at proposed meeting made_at"
    ),
    "events.PollTime": Table(plain="id poll starts_at"),
    "events.Voter": Table(
        plain="id person",
        own="poll member role answered_at",
        secret="token",  # noqa: S106  (a column's name)
        subject="person",
        fate=Fate.DELETE,
        title=_("Polls in which I was asked for a time"),
    ),
    "events.Vote": Table(
        plain="id voter",
        own="time answer",
        subject="voter__person",
        fate=Fate.DELETE,
        title=_("When I said I could meet"),
    ),
    "events.Workshop": Table(plain="id event step needs room changed_at revision written_by written_on"),
    "events.WorkshopTask": Table(plain="id workshop titles texts due_at for_all revision written_by written_on"),
    "events.WorkshopTask_named": Table(
        plain="id person", own="workshoptask", subject="person", fate=Fate.DELETE, title=_("Homework for me by name")
    ),
    "events.Preparation": Table(
        plain="id person",
        own="task kind title text link handed_in_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("What I prepared for workshops"),
    ),
    "events.PreparationFile": Table(
        plain="id preparation content",
        own="name",
        subject="preparation__person",
        fate=Fate.DELETE,
        title=_("Files I prepared for workshops"),
    ),
    "events.WorkshopGroup": Table(plain="id workshop topic room"),
    "events.GroupPlace": Table(
        plain="id workshop person", own="group", subject="person", fate=Fate.DELETE, title=_("Groups I worked in")
    ),
    "events.Competence": Table(plain="id workshop texts"),
    "events.SelfRating": Table(
        plain="id person",
        own="competence moment score rated_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("How I rated myself in workshops"),
    ),
    "events.CalendarToken": Table(
        plain="id person",
        secret="token",  # noqa: S106  (a column's name)
        subject="person",
        fate=Fate.DELETE,
        title=_("My calendar’s private address"),
    ),
}
MIXERS = {
    "exchanges.Mixer": Table(
        plain="id event lobby table_size round_count round_seconds pause_seconds welcome_seconds input_seconds"
        " harvest_seconds phase phase_number phase_began_at phase_ends_at paused_at ended_at held rehearsal seed"
    ),
    "exchanges.Round": Table(plain="id mixer number state prompt planned_at opens_at opened_at ends_at closed_at"),
    "exchanges.Table": Table(plain="id round number room languages merged_into"),
    "exchanges.Seat": Table(
        plain="id person",
        own="round table came_at missing_since left_at left",
        subject="person",
        title=_("Tables I sat at"),
    ),
    "exchanges.Arrival": Table(plain="id person", own="mixer came_at", subject="person", title=_("Mixers I came to")),
    "exchanges.Announcement": Table(
        plain="id mixer by at", own="text", subject="by", fate=Fate.BLANK, title=_("What I announced")
    ),
    "exchanges.Card": Table(
        plain="id registration",
        own="side topic line",
        subject="registration__person",
        fate=Fate.DELETE,
        title=_("What I seek and offer"),
    ),
    "exchanges.Wish": Table(
        plain="id person",
        own="mixer other kind",
        subject="person",
        also=("other",),
        fate=Fate.DELETE,
        title=_("Whom I wished to meet or not"),
    ),
    "exchanges.Contact": Table(
        plain="id person",
        own="mixer other wished_at shared_at",
        subject="person",
        also=("other",),
        fate=Fate.DELETE,
        title=_("Contacts"),
    ),
    "exchanges.TimeWish": Table(
        plain="id person", own="round", subject="person", fate=Fate.DELETE, title=_("Where I wished for more time")
    ),
    "exchanges.Rating": Table(
        plain="id person",
        own="mixer other stars useful comment",
        subject="person",
        also=("other",),
        fate=Fate.DELETE,
        title=_("What I thought of mixers"),
    ),
    "exchanges.FollowUp": Table(
        plain="id person",
        own="mixer other days outcome answered_at",
        subject="person",
        also=("other",),
        fate=Fate.DELETE,
        title=_("What came of contacts"),
    ),
}
ADVISORY = {
    "exchanges.Programme": Table(
        plain="id network titles summaries deadline capacity languages made_at revision written_by written_on"
    ),
    "exchanges.Programme_topics": Table(plain="id programme topic"),
    "exchanges.Advisor": Table(
        plain="id person",
        own="member network languages load state offered_at",
        subject="person",
        fate=Fate.DELETE,
        title=_("Where I advise"),
    ),
    "exchanges.Expertise": Table(
        plain="id advisor",
        own="topic evidence",
        subject="advisor__person",
        fate=Fate.DELETE,
        title=_("What I advise on"),
    ),
    "exchanges.Absence": Table(
        plain="id advisor", own="first last", subject="advisor__person", fate=Fate.DELETE, title=_("When I am away")
    ),
    "exchanges.Case": Table(
        plain="id programme member giver state title challenge context attempts questions languages decision_on level"
        " wants interpreted remark scope scoping session changed submitted_at agreed_at changed_at due_at"
        " revision written_by written_on",
        subject="giver",
    ),
    "exchanges.CaseTopic": Table(plain="id case topic place"),
    "exchanges.Engagement": Table(
        plain="id advisor",
        own="case state reasons limits sentence asked_at answered_at",
        subject="advisor__person",
        fate=Fate.DELETE,
        title=_("Cases I was asked to advise on"),
    ),
    "exchanges.Recommendation": Table(plain="id case text owner due_on state made_at", subject="owner"),
    "exchanges.CaseCheck": Table(plain="id case months text asked_at answered_at revision written_by written_on"),
}
PEERS = {
    "peers.Offer": Table(
        plain="id member topic experience line evidence languages hosts until solution withdrawn_at created_at"
        " revision written_by written_on"
    ),
    "peers.Call": Table(plain="id network titles summaries deadline state created_at"),
    "peers.Request": Table(
        plain="id member network call state need tried questions motivation team backing languages size_class hours"
        " visit wants offer reason posted_at changed_at due_at revision written_by written_on"
    ),
    "peers.RequestTopic": Table(plain="id request topic place"),
    "peers.Suggestion": Table(plain="id request host topic state rank score reasons limits why why_text made_at"),
    "peers.Invitation": Table(
        plain="id request host topic state sentence answer other_topic other_time sent_at answered_at"
    ),
    "peers.Partnership": Table(
        plain="id request goals effort transfer story founded_at closed_at"
        " charter_revision transfer_revision story_revision"
    ),
    "peers.Partner": Table(plain="id partnership member asked agreed_at"),
    "peers.Role": Table(plain="id partnership topic leader"),
    "peers.TeamMember": Table(
        plain="id person", own="partnership member since until", subject="person", title=_("Partnerships I worked in")
    ),
    "peers.PlanStep": Table(plain="id partnership text owner due_on done_at"),
    "peers.LogEntry": Table(plain="id partnership member text written_at"),
    "peers.Session": Table(
        plain="id partnership title language minutes story_minutes interpreted case_giver moderator state meeting"
        " reason made_at",
        subject="case_giver",
    ),
    "peers.SessionTime": Table(plain="id session by starts_at passed"),
    "peers.SessionVote": Table(plain="id time member"),
    "peers.Check": Table(
        plain="id partnership member months outcome text asked_at answered_at revision written_by written_on"
    ),
}
TABLES: dict[str, Table] = MEMBERS | SIGNING_IN | GROUND | ROOMS | EVENTS | MIXERS | ADVISORY | PEERS
"""Every table of the database by its model's label."""

"""Django's entry to `events`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The `events` app: words its facts, serves its live stream, and puts its pages into the shell."""

    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what lower layers ask for."""
        from events import announcements, encounters, personal_feed, registrations, sentences, subjects
        from events.circulars import sending as circulars
        from events.circulars import subjects as circular_subjects
        from events.meetings import calendar_files as meeting_files
        from events.meetings import owners
        from events.meetings import sentences as meeting_sentences
        from events.meetings import subjects as meeting_subjects
        from events.stage import streams as stage
        from events.stage.groups import wording as group_names
        from events.streams import EventStreams
        from events.symposia import dates
        from events.symposia import event_page as symposium_page
        from events.symposia import subjects as symposium_subjects
        from events.symposia.places import calendar_files as session_files
        from events.symposia.places import taking
        from events.symposia.streams import AgendaStreams
        from events.workshops import event_page as workshop_page
        from events.workshops import sentences as workshop_sentences
        from events.workshops import subjects as workshop_subjects
        from members import notices, profiles
        from rooms import belonging
        from web import navigation
        from web.live import streams

        sentences.register()
        meeting_sentences.register()
        streams.register("event", EventStreams())
        streams.register("agenda", AgendaStreams())
        stage.register()
        group_names.register()
        symposium_page.register()
        belonging.register(owners.titles_of_rooms, owners.page_of_room)
        belonging.register(workshop_subjects.titles_of_rooms)
        workshop_page.register()
        workshop_sentences.register()
        notices.subjects["task_id"] = workshop_subjects.tasks
        notices.subjects["speaker_id"] = symposium_subjects.speakers
        notices.subjects["agenda_session_id"] = symposium_subjects.sessions
        notices.subjects["event_id"] = subjects.events
        notices.subjects["registration_id"] = subjects.registrations
        notices.subjects["circular_id"] = circular_subjects.circulars
        notices.replies[circulars.KIND] = circulars.reply_to
        notices.subjects.update(meeting_id=meeting_subjects.meetings, poll_id=meeting_subjects.polls)
        signed_in, mine = navigation.signed_in, _("My dates in my own calendar")
        navigation.register(navigation.Entry("events:list", _("Events"), order=20))
        navigation.register(navigation.Entry("events:my_calendar", mine, 35, signed_in, "account", "calendar"))
        registrations.gives_back["places"] = taking.give_back
        profiles.encounters.append(encounters.together)
        personal_feed.further.update(meetings=meeting_files.of_person, sessions=session_files.of_person)
        notices.attachments.update(
            dict.fromkeys(announcements.WITH_FILE, announcements.files)
            | session_files.ATTACHMENTS
            | dict.fromkeys(dates.WITH_FILES, dates.files)
            | dict.fromkeys(meeting_files.WITH_FILE, meeting_files.files)
        )

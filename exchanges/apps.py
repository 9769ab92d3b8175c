"""Django's entry to `exchanges`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangesConfig(AppConfig):
    """The `exchanges` app: words the facts of mixers and cases, serves live streams."""

    name = "exchanges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what lower layers ask for."""
        from events.meetings import availability, owners
        from events.workshops import proposing
        from exchanges.advisory import live as advisory_live
        from exchanges.advisory import meetings, news, polling, subjects, vacations
        from exchanges.advisory import sentences as advisory
        from exchanges.mixers import event_page, room_titles, sentences, workshop_groups
        from exchanges.mixers.live import ContactStreams, MixerStreams
        from members import following, notices
        from rooms import belonging
        from web import navigation
        from web.live import streams

        sentences.register()
        advisory.register()
        notices.subjects["case_id"] = subjects.cases
        notices.subjects["programme_id"] = subjects.seasons
        for kind, book in ((meetings.SESSION, polling.book_session), (meetings.SCOPING, polling.book_scoping)):
            owners.register(owners.Owner(kind=kind, page=news.page, book=book, format="advisory"))
        availability.further["vacations"] = vacations.taken
        event_page.register()
        belonging.register(room_titles.titles_of_rooms)
        proposing.register(workshop_groups.seat)
        streams.register("case", following.ThingStreams(advisory_live.see_cases))
        entry = navigation.Entry("advisory:overview", _("Advisory"), order=35, shown=navigation.signed_in)
        navigation.register(entry)
        streams.register("mixer", MixerStreams())
        streams.register("contacts", ContactStreams())

"""Django's entry to `peers`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    """The `peers` app: words its facts, serves its live streams, and puts its pages into the shell."""

    name = "peers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what lower layers ask for."""
        from events.meetings import owners
        from members import following, notices
        from peers import live, sentences, session_news, session_people, session_sentences, sessions, subjects
        from web import navigation
        from web.live import streams

        sentences.register()
        session_sentences.register()
        peer_sessions = owners.Owner(
            kind=session_people.SUBJECT, page=session_news.page, book=sessions.book_polled, format="peer_learning"
        )
        owners.register(peer_sessions)
        streams.register("request", following.ThingStreams(live.see_requests))
        streams.register("partnership", following.ThingStreams(live.see_partnerships))
        notices.subjects.update(subjects.SUBJECTS)
        mine = navigation.Entry("peers:overview", _("Peer learning"), order=30, shown=navigation.signed_in)
        navigation.register(mine)

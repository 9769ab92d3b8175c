"""The public events as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language

from events import formats
from events.calendar_files import one_line, plain
from events.feeds.public import absolute
from events.models import Event
from web.templatetags.web import moment_plain
from web.translated import translated

NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}


class _Feed(Atom1Feed):
    """Atom as Django writes it, with the moment of the last change given: an empty feed did not change just now."""

    changed_at: datetime

    def latest_post_date(self) -> datetime:
        """When the feed last changed."""
        return self.changed_at


def written(events: Sequence[Event], *, title: str, address: str, changed_at: datetime) -> str:
    """The feed, in the active language.

    Args:
        events: with `network` and `topics` loaded.
        title: what readers call it.
        address: its own absolute address.
        changed_at: since when it is as it is.
    """
    feed = _Feed(
        title=title,
        link=absolute("/events/"),
        description="",
        language=get_language() or "en",
        feed_url=address,
    )
    feed.changed_at = changed_at
    for event in events:
        link = absolute(formats.event_page(event))
        feed.add_item(
            title=_xml(one_line(translated(event.titles).text)),
            link=link,
            description=linebreaks(_xml(_text(event)), autoescape=True),
            unique_id=_id(event),
            pubdate=event.created_at,
            updateddate=event.changed_at,
            author_name=_xml(one_line(event.network.name)),
            categories=[_xml(one_line(translated(topic.names).text)) for topic in event.topics.all()],
        )
    return feed.writeString("utf-8")


def _text(event: Event) -> str:
    """When, in the host's zone, what became of it, and what it is about."""
    when = moment_plain(event.starts_at, event.zone)
    about = plain(translated(event.summaries).text)
    return "\n\n".join(filter(None, [f"{when} · {Event.State(event.state).label}", about]))


def _id(event: Event) -> str:
    """What readers know the entry by, for ever (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:event-{event.pk}"


def _xml(text: str) -> str:
    return text.translate(NOT_IN_XML)

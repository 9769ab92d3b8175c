"""What every page gets: navigation, the reader's zone and appearance, and who runs this."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from web import navigation, preferences, times, zones


def shell(request: HttpRequest) -> dict[str, Any]:
    """Everything `web/page.html` needs, as `shell`; nothing is looked up unless a template asks."""

    def gathered() -> dict[str, Any]:
        zone = timezone.get_current_timezone_name()
        return {
            "navigation": navigation.links(request, "main"),
            "account": navigation.links(request, "account"),
            "notices": navigation.notices(request),
            "reader_line": navigation.reader_line(request),
            "zone": zone,
            "zone_fixed": bool(zones.chosen(getattr(request, "user", None), request.COOKIES)),
            "city": times.city_now(),
            "now": timezone.now(),
            "theme": preferences.theme(request),
            "motion": preferences.motion(request),
            "operator": settings.OPERATOR_NAME,
            "demo": settings.DEMO,
        }

    return {"shell": SimpleLazyObject(gathered)}

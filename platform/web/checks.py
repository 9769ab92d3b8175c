"""What a deployment must have before it shows pages: told by `vernetzt manage check --deploy`."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.compatibility, deploy=True)
def operator_is_named(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An imprint needs a name, an address and a way to be reached (§ 5 DDG)."""
    missing = [name for name in ("name", "address", "email", "privacy_contact") if not settings.OPERATOR[name]]
    if not missing:
        return []
    names = ", ".join(f"OPERATOR_{name.upper()}" for name in missing)
    return [checks.Warning(f"The imprint is incomplete: set {names}.", id="web.W001")]


@checks.register(checks.Tags.urls)
def navigation_leads_somewhere(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every registered entry of the navigation has an address."""
    from web import navigation

    return [
        checks.Warning(f"The navigation's {address!r} is no address.", id="web.W002")
        for address in navigation.missing()
    ]

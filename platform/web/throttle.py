"""How often a person may do something, counted in the cache that all web processes share.

The count is a sliding window: this window's count plus the share of the last one that still overlaps (the estimate
Cloudflare described in 2017, "How we built rate limiting capable of scaling to millions of domains"). It forgets by
itself, needs two keys per person and action, and lets nobody double the limit at the edge of a window.
"""

from time import time

from django.core.cache import cache

from web.errors import TooOften


def _counted(key: str, seconds: int) -> int:
    """Count one more under the key and answer the count; both steps are atomic in Redis and in local memory."""
    while True:
        cache.add(key, 0, seconds * 2)
        try:
            return int(cache.incr(key))
        except ValueError:  # the key expired between the two steps
            continue


def throttle(action: str, who: int | str, limit: int, per_seconds: int) -> None:
    """Count one attempt, and refuse when there were more than `limit` in the last `per_seconds`.

    Args:
        action: what is limited, for instance "say".
        who: the person's id, or an address for somebody who has not signed in.
        limit: attempts allowed, refused ones included.
        per_seconds: length of the window in seconds.

    Raises:
        TooOften: status 429.
    """
    window, elapsed = divmod(time(), per_seconds)
    key = f"throttle:{action}:{who}"
    count = _counted(f"{key}:{int(window)}", per_seconds)
    before = int(cache.get(f"{key}:{int(window) - 1}", 0))
    if count + before * (1 - elapsed / per_seconds) > limit:
        raise TooOften

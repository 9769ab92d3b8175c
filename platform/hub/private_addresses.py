"""Private addresses stay out of logs: whoever reads one there could answer, hand in or subscribe in somebody's name."""

import logging
import re

PATTERN = re.compile(
    r"((?:/|%2[Ff])(?:speakers|polls|calendar|invitations|rehearsal)(?:/|%2[Ff]))[\w:-]{20,}|([?&](?:token|ticket)=)[^&\s]*"
)
"""What stands before a secret, and the secret; `deploy/Caddyfile` has the same for the proxy's log."""


def without_secrets(text: str) -> str:
    """The text with every secret of an address blotted out."""
    return PATTERN.sub(r"\1\2REDACTED", text)


class WithoutSecrets(logging.Filter):
    """Blots secrets out of every line; Django writes the path of each request it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass without them."""
        record.msg, record.args = without_secrets(record.getMessage()), None
        return True

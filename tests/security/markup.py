"""Reading html as a browser would, for what a text has become in it."""

from html.parser import HTMLParser

from tests.security.payloads import MARK

NEVER = {"iframe", "base", "object", "embed", "style", "math", "animate", "template"}
SCHEMES = ("/", "#", "?", "http://", "https://", "mailto:", "tel:", "webcal://")


class Suspects(HTMLParser):
    """Collects elements and attributes that no template of ours makes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ours = tag == "template" and any(name.startswith("data-") for name, _ in attrs)
        if (tag in NEVER and not ours) or MARK in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc") or MARK in name:
                self.found.append(f"{tag}@{name}")
            if tag == "img" and name == "src" and value and value.startswith("data:image/svg+xml;base64,"):
                continue  # the picture of a TOTP secret; as an image it runs nothing
            if name in ("href", "src", "action", "formaction") and value and not value.startswith(SCHEMES):
                self.found.append(f"{tag}@{name}={value}")
        if (
            tag == "script"
            and dict(attrs).get("type") not in ("application/json", "application/ld+json")
            and "/static/" not in str(dict(attrs).get("src"))
        ):
            self.found.append("<script> of others")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.found.append("comment")


def suspects(html: str) -> list[str]:
    """What in a page, a fragment or a mail is not ours."""
    parser = Suspects()
    parser.feed(html)
    parser.close()
    return parser.found

"""A person at a browser: moves by keyboard only, and checks every page for barriers on the way."""

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.barriers import barriers
from tests.chromium import PATIENCE, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

FOCUSED = "selector => document.activeElement.matches(selector)"
FORMS = re.compile(r"<form.*?</form>", re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ACTION = re.compile(r'action="([^"]+)"')


class Visitor:
    """Somebody with a browser window of a width, at a platform.

    Attributes:
        troubles: errors of the page's scripts and of the content security policy.
    """

    def __init__(
        self, browser: "Browser", url: str, *, width: int = 1280, scripts: bool = True, **options: Any
    ) -> None:
        self.url = url
        shape = {"viewport": {"width": width, "height": 900}, "java_script_enabled": scripts}
        self.context = window(browser, base_url=url, **shape, **options)
        self.page: Page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def go(self, address: str) -> None:
        """Open an address of the platform."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"

    def tab_onto(self, selector: str, *, most: int = 200) -> None:
        """Press Tab from the page's content on, as the skip link does, until an element that fits has the focus.

        Raises:
            AssertionError: the keyboard does not lead there.
        """
        self.page.locator(selector).first.wait_for(state="attached")
        self.page.locator("main").focus()
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED, selector):
                return
        raise AssertionError(f"no way by keyboard to {selector} on {self.page.url}")

    def use(self, selector: str) -> None:
        """Go to a button by keyboard and use it; the page stays."""
        self.tab_onto(selector)
        self.page.keyboard.press("Enter")

    def follow(self, selector: str) -> None:
        """Go to a link or button by keyboard, use it, and wait for the page that it leads to."""
        self.tab_onto(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def send(self, selector: str) -> None:
        """Go to a button by keyboard whose form is posted without leaving the page, and wait for the answer."""
        self.tab_onto(selector)
        with self.page.expect_response(_posted) as answer:
            self.page.keyboard.press("Enter")
        assert answer.value.ok, f"{answer.value.url}: {answer.value.status}"

    def fill(self, selector: str, text: str) -> None:
        """Go to a field by keyboard and type over what stands in it."""
        self.tab_onto(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def resize(self, width: int) -> None:
        """Make the window as wide as that."""
        self.page.set_viewport_size({"width": width, "height": 900})

    def sign_in(self, name: str) -> None:
        """Sign in as a demo person, with the form of the page that offers them and without looking at that page."""
        offered = self.context.request.get("/demo/", timeout=PATIENCE).text()
        form = next(form for form in FORMS.findall(offered) if name in html.unescape(form))
        [token], [address] = TOKEN.findall(form), ACTION.findall(form)
        sent = {"csrfmiddlewaretoken": token}
        answer = self.context.request.post(address, form=sent, max_redirects=0, timeout=PATIENCE)
        assert answer.status == 302, answer.text()

    def sign_in_by_keyboard(self, name: str) -> None:
        """Sign in as a demo person, on the page that offers them."""
        self.go("/demo/")
        form = self.page.locator("main form", has_text=name).first
        self.follow(f'form[action="{form.get_attribute("action")}"] button')

    def too_wide(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wider

    def check(self) -> None:
        """No barriers, no sideways scroll, no script errors on this page."""
        assert not (found := barriers(self.page)), "\n".join(found)
        assert self.too_wide() == 0, self.page.url
        assert not self.troubles, "\n".join(self.troubles)

    def texts(self, selector: str) -> Sequence[str]:
        """The texts of elements."""
        return self.page.locator(selector).all_inner_texts()


def _posted(answer: "Response") -> bool:
    return answer.request.method == "POST"

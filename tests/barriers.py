"""What axe finds on a page, in light and in dark."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES: dict[str, dict[str, Any]] = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""All rules once; in the other colours of the same page those that look at colours."""
LOOK = """async (rules) => {
  const soon = (wanted, milliseconds) => Promise.race([wanted, new Promise((done) => setTimeout(done, milliseconds))]);
  const frame = () => soon(new Promise((done) => requestAnimationFrame(done)), 500);
  let changed = false;
  const parts = ({ type, addedNodes, removedNodes }) =>
    type === "attributes" || [...addedNodes, ...removedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
  const watch = new MutationObserver((changes) => { changed ||= changes.some(parts); });
  watch.observe(document, { subtree: true, childList: true, attributeFilter: ["class", "hidden", "open", "disabled"] });
  let found;
  for (let look = 0; look < 10; look += 1) {
    await frame();
    await frame();
    changed = false;
    found = (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations;
    if (!found.length || !changed) break;
  }
  watch.disconnect();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target} ${failureSummary}`));
}"""
"""Painted, with motion reduced to none; what was found on a page that changed meanwhile is looked for again."""


def barriers(page: "Page") -> list[str]:
    """What axe finds on the page as it is, in light and in dark, one line each."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    found: list[str] = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{page.url} ({scheme}) {line}" for line in page.evaluate(LOOK, rules)]
    page.emulate_media(color_scheme="light")
    return found

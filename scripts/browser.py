"""
Find a browser for the tests: an installed Chrome or Chromium, else Debian's package.

Run it to install one where that is possible; import `find_browser` to ask. Playwright's own downloads were
refused: they are large, come from another host, and are not what readers run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# No sandbox, since containers run as root; the rest makes pictures the same on every machine.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--disable-lcd-text",
)
MISSING = (
    "No browser found: the browser tests will fail. Install Chrome or Chromium "
    "(Debian: apt-get install chromium), or set BROWSER_BINARY to one."
)


def find_browser() -> str | None:
    """The path of an installed Chrome or Chromium, the variable ``BROWSER_BINARY`` first."""
    wanted = os.environ.get("BROWSER_BINARY")
    if wanted:
        return wanted
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).exists()), None)


def install() -> None:
    """Install Debian's Chromium if this machine has apt-get and we may use it."""
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing Chromium from Debian's packages", flush=True)
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]):
        done = subprocess.run(
            [*as_root, "apt-get", "-q", *command],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            return


def main() -> None:
    """Make sure there is a browser, or say in one line that there is none. Other tests can still run."""
    if find_browser() is None:
        install()
    print(f"Browser: {find_browser() or MISSING}")


if __name__ == "__main__":
    main()

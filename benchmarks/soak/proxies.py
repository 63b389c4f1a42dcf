"""The samples of proxies, before a real server: `tests/test_proxy_samples.py`, which takes both of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from .figure import DidNotRun, Options, Outcome
from .promised import asked


def run(options: Options) -> Iterator[Outcome]:
    """
    One line for both; *options* does not matter.

    Raises:
        DidNotRun: One of them is not installed.
    """
    missing = [name for name in ("nginx", "caddy") if shutil.which(name) is None]
    if missing:
        raise DidNotRun(f"{' and '.join(missing)} not installed: apt-get install nginx-light caddy")
    yield asked(
        "nginx.conf and Caddyfile, as they are written", "-m", "proxies", "tests/test_proxy_samples.py"
    )

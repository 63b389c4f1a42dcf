"""What a server starts without, and when it gets it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app import main
from app.api.reference import openapi, pages
from app.settings import Settings

from .conftest import BASE, Api

ROOT = Path(__file__).resolve().parents[2]
# Everything is asked for by name, and what is asked is nonsense: by then its module is there, or it is imported.
PROGRAM = """
import sys
from app.api.registry import WORK, import_late, work_of
from app.api.keeping import MESSAGE, SLICE, inner_of
from app.engine.limits import DEFAULT_LIMITS
from app.export.formats import FORMATS
started = set(sys.modules)
import_late()
there = set(sys.modules)
inner = map(inner_of, (SLICE, MESSAGE))
for work in (*map(work_of, (*WORK, "datasets/moons")), *inner, *(form.write for form in FORMATS.values())):
    try:
        work(None, DEFAULT_LIMITS)
    except Exception:
        pass
print(len(there - started) > 20, sorted(name for name in set(sys.modules) - there if name.startswith("app.")))
"""


def test_all_that_was_put_off_is_imported_together() -> None:
    """Nothing of ours is left for the first request of a kind to import."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout == "True []\n", done.stdout + done.stderr


def test_a_server_does_the_rest_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its start, by itself, and not on the thread that answers."""
    threads: list[str] = []
    done = threading.Event()

    def imported() -> None:
        threads.append(threading.current_thread().name)

    def prepared(settings: Settings) -> None:
        threads.append(threading.current_thread().name)
        done.set()

    monkeypatch.setattr(main, "import_late", imported)
    monkeypatch.setattr(pages, "prepare", prepared)
    monkeypatch.setattr(main, "SETTLED_S", 0.0)

    async def started() -> bool:
        app = main.create_app()
        async with app.router.lifespan_context(app):
            return await asyncio.to_thread(done.wait, 20)

    assert asyncio.run(started())
    assert len(threads) == 2 and all(name.startswith("asyncio_") for name in threads)


def test_the_reference_is_made_beforehand(api_with: Callable[..., Api]) -> None:
    """Whoever asks first is not made to wait, nor anybody else with them."""
    api = api_with(nodes=9_999)  # settings of its own: nothing was made for them
    pages.prepare(api.settings)
    made = [each.cache_info().misses for each in (pages._docs, openapi.document, openapi.as_json)]

    assert api.get(f"{BASE}/docs").status_code == api.get(f"{BASE}/openapi.json").status_code == 200
    assert [each.cache_info().misses for each in (pages._docs, openapi.document, openapi.as_json)] == made

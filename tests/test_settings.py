"""Settings that could not work are refused at start, in a line, and not found out by the first visitor."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.api.conftest import Api

NUMBERS = [name for name, field in Settings.model_fields.items() if field.annotation in (int, float)]
TIMES = [name for name in NUMBERS if name.endswith(("_s", "_ms", "_hours", "_days"))]
GRAPH = {"nodes": [{"id": "x", "value": 3}, {"id": "f", "op": "square", "inputs": ["x"]}]}


@pytest.mark.parametrize("written", ["inf", "-inf", "nan", "1e300"])
@pytest.mark.parametrize("name", NUMBERS)
def test_no_number_is_without_an_end(name: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the environment says it: nothing can be reckoned with these."""
    monkeypatch.setenv(f"BACKPROP_{name.upper()}", written)

    with pytest.raises(ValidationError, match=name):
        Settings()


def test_every_time_has_a_longest() -> None:
    """And may be that long."""
    for name in TIMES:
        (longest,) = (bound.le for bound in Settings.model_fields[name].metadata if hasattr(bound, "le"))
        assert math.isfinite(longest) and getattr(Settings(**{name: longest}), name) == longest
        with pytest.raises(ValidationError, match=name):
            Settings(**{name: longest * 2})


def test_what_is_kept_for_a_century_is_saved(tmp_path: Path) -> None:
    """The longest that graphs and runs may be kept: both are saved, and tell when they end."""
    api = Api(Settings(data=str(tmp_path), run_hours=24 * 36_525, graph_days=36_525))
    saved = api.post("/graphs", GRAPH)
    run = api.post(f"/graphs/{saved.json()['id']}/runs", {})
    api.close()

    assert (saved.status_code, run.status_code) == (201, 201)
    years = int(run.json()["expires_at"][:4]) - int(run.json()["created_at"][:4])
    assert 99 <= years <= 101

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


@pytest.mark.parametrize(
    "written",
    [
        "example.org", "https://a.example/", "https://*.a.example", "https://a.example:*", "https://a.example/path",
        "https://a.example https://b.example", "https://a.example:443", "http://a.example:80", "https://", "'self'",
        "https://me@a.example", "https://a.example, *", "https://ok.example,b.example",
    ],
)  # fmt: skip
def test_an_origin_that_no_browser_sends_stops_the_server(written: str) -> None:
    """It would be compared letter by letter with what browsers send, and let nobody in."""
    with pytest.raises(ValidationError, match=r"cors_origins(.|\n)*Write "):
        Settings(cors_origins=written)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("*", ("*",)),
        ("", ()),
        (" https://A.Example ,http://localhost:5173, ", ("https://a.example", "http://localhost:5173")),
        (
            "https://[::1]:8443,https://xn--bcher-kva.example",
            ("https://[::1]:8443", "https://xn--bcher-kva.example"),
        ),
        ("null,moz-extension://0f1e-22", ("null", "moz-extension://0f1e-22")),
    ],
)
def test_an_origin_is_as_browsers_send_it(written: str, sent: tuple[str, ...]) -> None:
    """However large its letters are written."""
    assert Settings(cors_origins=written).allowed_origins == sent


@pytest.mark.parametrize("written", ["", "  "])
def test_a_folder_without_a_name_stops_the_server(written: str) -> None:
    """An empty variable is a slip in somebody's script; what is saved would go where the server was started."""
    with pytest.raises(ValidationError, match=r"data(.|\n)*the folder has no name\. Write one"):
        Settings(data=written)


@pytest.mark.parametrize(
    ("public_url", "fits"),
    [
        ("", True), ("https://a.example/backprop", True), ("https://a.example/backprop/", True),
        ("https://a.example/room/backprop", True), ("https://a.example", False), ("https://a.example/other", False),
        ("https://a.example/mybackprop", False), ("https://a.example/backprop/more", False),
    ],
)  # fmt: skip
def test_the_public_address_ends_in_the_prefix(public_url: str, fits: bool) -> None:
    """Where both are set: links and codes that are handed out would lead past the server."""
    if fits:
        assert Settings(public_url=public_url, path_prefix="/backprop/").path_prefix == "/backprop"
        return
    with pytest.raises(
        ValidationError, match=r"path_prefix(.|\n)*PUBLIC_URL=https://a.example\S* does not end in it"
    ):
        Settings(public_url=public_url, path_prefix="/backprop/")


def test_what_is_kept_for_a_century_is_saved(tmp_path: Path) -> None:
    """The longest that graphs and runs may be kept: both are saved, and tell when they end."""
    api = Api(Settings(data=str(tmp_path), run_hours=24 * 36_525, graph_days=36_525))
    saved = api.post("/graphs", GRAPH)
    run = api.post(f"/graphs/{saved.json()['id']}/runs", {})
    api.close()

    assert (saved.status_code, run.status_code) == (201, 201)
    years = int(run.json()["expires_at"][:4]) - int(run.json()["created_at"][:4])
    assert 99 <= years <= 101

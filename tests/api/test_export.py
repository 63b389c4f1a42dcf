"""``POST /export``: what it answers, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from app.export.formats import FORMATS

from .conftest import Api
from .test_http import the_problem

CURL: dict[str, Any] = {"expression": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}

MARKDOWN = """\
# Backpropagation

## Forward

| node | what     | of   | value |
| ---- | -------- | ---- | ----: |
| x    | input    |      |    −2 |
| y    | input    |      |     5 |
| q    | add      | x, y |     3 |
| z    | input    |      |    −4 |
| f    | multiply | q, z |   −12 |

## Backward

| edge  | upstream | local | downstream |      |
| ----- | -------: | ----: | ---------: | ---- |
| f     |          |       |          1 | seed |
| f → z |        1 |     3 |          3 |      |
| f → q |        1 |    −4 |         −4 |      |
| q → y |       −4 |     1 |         −4 |      |
| q → x |       −4 |     1 |         −4 |      |

## Gradients

| leaf | value | gradient of f |
| ---- | ----: | ------------: |
| x    |    −2 |            −4 |
| y    |     5 |            −4 |
| z    |    −4 |             3 |
"""


def export(api: Api, **request: Any) -> dict[str, Any]:
    answer = api.post("/export", request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def test_the_trace_as_tables(api: Api) -> None:
    """Values on the way forward, the three gradients of every edge on the way back, then every leaf's."""
    found = export(api, **CURL, format="markdown")

    assert found == {"media_type": "text/markdown", "content": MARKDOWN}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_text_and_documents(api: Api, name: str) -> None:
    """The same graph gives the same file, typed or drawn, and the file's kind is said."""
    document = api.post("/parse", CURL).json()["graph"]

    typed, drawn = export(api, **CURL, format=name), export(api, graph=document, format=name)

    assert typed == drawn
    assert typed["media_type"] == FORMATS[name].media_type and typed["content"]


def test_an_output_and_a_seed_are_heard(api: Api) -> None:
    """They mean what they mean in /evaluate."""
    found = export(api, **CURL, output="q", seed=2, format="markdown")["content"]

    assert "| x    |    −2 |             2 |" in found and "gradient of q" in found


def test_a_format_that_does_not_exist_is_named(api: Api) -> None:
    """The message lists the formats, the hint says which one was meant."""
    error = the_problem(api.post("/export", CURL | {"format": "markdwon"}), 422, "wrong-type")

    assert error["loc"] == ["format"] and error["hint"] == "Did you mean markdown?"
    assert all(f'"{name}"' in error["message"] for name in FORMATS)


def test_a_format_is_needed(api: Api) -> None:
    """There is no default: nobody wants a surprise in a file."""
    the_problem(api.post("/export", CURL), 422, "missing-key")


def test_what_cannot_be_evaluated_cannot_be_taken_along(api: Api) -> None:
    """The same problem as in /evaluate, with its place in the text."""
    error = the_problem(
        api.post("/export", {"expression": "y = 2\nf = x * y", "format": "markdown"}), 422, "missing-value"
    )

    assert (error["span"]["line"], error["span"]["column"]) == (2, 5)

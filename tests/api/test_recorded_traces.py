"""The traces that the drawing's tests use are what the application answers today."""

import asyncio
import json

import pytest

from scripts import record_training
from scripts.record_traces import FOLDER, RECORDED, record


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_trace_is_what_the_api_answers(name, api):
    """Recording again gives the committed file; if this is meant to change, run scripts.record_traces."""
    again = api.run(record(api.client, *RECORDED[name]))

    recorded = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert rounded(again) == rounded(recorded)


def rounded(value):
    """*value* with every float to 12 digits: the last ones are the processor's own."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def test_the_recorded_training_is_what_is_told():
    """The script ends by itself, with the fixture's own moment: all it tells but the last digits of its numbers."""
    told = json.loads(
        json.dumps(asyncio.run(record_training.training(record_training.MOONS, record_training.PLANE)))
    )
    recorded = json.loads((record_training.FOLDER / "moons.json").read_text(encoding="utf-8"))

    assert told.keys() == recorded.keys() and told["moment"].keys() == recorded["moment"].keys()
    assert (told["rows"]["rows"], told["history"]["epoch"]) == (
        recorded["rows"]["rows"],
        recorded["history"]["epoch"],
    )
    assert told["history"]["train_loss"] == pytest.approx(recorded["history"]["train_loss"], rel=1e-6)
    assert [len(grid["bytes"]) for grid in told["moment"]["grids"]] == [
        len(grid["bytes"]) for grid in recorded["moment"]["grids"]
    ]

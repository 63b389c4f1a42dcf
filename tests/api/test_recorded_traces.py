"""The traces that the drawing's tests use are what the application answers today."""

import json

import pytest

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

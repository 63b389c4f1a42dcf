"""
Everything that may go wrong with a server on the internet, a line each: what is answered, or the test that holds it.

A fault that one request shows is shown here. Others take a clock, a killed process, a full disk or a browser; their
tests stand where such things are at hand, and a line here names them, so that none is dropped unnoticed.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from ..test_promises import not_there
from .conftest import BASE, Api


class Fault(NamedTuple):
    """What is sent, and what must come back: the status, the code of a problem, and words that the answer has."""

    path: str
    body: Any
    status: int
    code: str | None
    words: tuple[str, ...] = ()


def expression(text: str, status: int, code: str | None, *words: str, **inputs: Any) -> Fault:
    return Fault("/evaluate", {"expression": text, "inputs": inputs}, status, code, words)


def graph(nodes: list[dict[str, Any]], code: str, *words: str) -> Fault:
    return Fault("/evaluate", {"graph": {"nodes": nodes, "outputs": ["f"]}}, 422, code, words)


def neg(name: str, of: str) -> dict[str, Any]:
    return {"id": name, "op": "neg", "inputs": [of]}


TRAINING = {
    "spec": {"inputs": 2, "layers": [{"units": 1, "activation": "identity"}], "loss": "mse"},
    "data": {"dataset": "and"},
    "seed": 1,
}

ANSWERED = {
    "a giant expression": expression("f = x" + " + x" * 200_000, 413, "expression-limit", "262,144"),
    "a deep expression": expression("(" * 5000 + "x" + ")" * 5000, 413, "nesting-limit", "100"),
    "code in an expression": expression("f = __import__('os').system('id')", 422, None),
    "letters that look like others": expression("f = \u212fxp(x)", 422, None),
    "a cycle": graph([neg("f", "g"), neg("g", "f")], "cycle", "f", "g"),
    "an id twice": graph([neg("f", "x"), neg("f", "x")], "duplicate-id", "f"),
    "a node that is its own input": graph([neg("f", "f")], "cycle", "f"),
    "a dangling edge": graph([neg("f", "nobody")], "unknown-node", "nobody"),
    "a missing input": expression("f = x * y", 422, "missing-value", "x", "y"),
    "a million nodes": Fault("/parse", {"expression": "x\n" * 1_000_000}, 413, None),
    "a number that is none, going in": expression("f = x + 1", 200, None, '"NaN"', x="NaN"),
    "a division by zero": expression("f = 1 / x", 200, None, '"Infinity"', x=0),
    "a logarithm below zero": expression("f = log(x)", 200, None, '"NaN"', x=-1),
    "an exponential past float64": expression("f = exp(x)", 200, None, '"Infinity"', '"overflow"', x=1000),
    "shapes that do not fit": expression("f = sum(A @ A)", 422, "shape-mismatch", "1", "2", A=[[1, 2]]),
    "a ragged array": expression("f = sum(A)", 422, None, A=[[1, 2], [3]]),
    "a bomb of tensors": expression(
        "f = sum(a * b)", 413, "entry-limit", a=[[1]] * 9000, b=[[1] * 9000]
    ),
    "a training that diverges": Fault(
        "/mlps/train",
        TRAINING | {"epochs": 50, "optimizer": {"kind": "sgd", "learning_rate": 1e308}},
        200,
        None,
        ('"diverged"',),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", ANSWERED.values(), ids=ANSWERED)
def test_it_is_answered_as_it_should_be(api: Api, fault: Fault) -> None:
    """With its status and its code, in few words, and the next request as if nothing had been."""
    answer = api.post(fault.path, fault.body)

    assert answer.status_code == fault.status, answer.text[:500]
    if fault.status != 200:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert fault.code in (None, problem["code"])
        assert len(problem["errors"]) <= 20 and len(answer.content) <= 64 * 1024
    assert [word for word in fault.words if word not in answer.text] == []
    assert api.post("/evaluate", {"expression": "f = 2 * 3", "detail": "gradients"}).json()["value"] == 6


ELSEWHERE = {
    "diamonds and doublings": [
        "api/test_hostile.py::test_five_hundred_diamonds",
        "api/test_hostile.py::test_sixty_doublings_take_linear_time",
    ],
    "a flood of requests": [
        "api/test_compute.py::test_past_the_queue_the_server_is_busy",
        "api/test_compute.py::test_waiting_has_an_end",
    ],
    "many heavy calls of one client": [
        "api/test_compute.py::test_clients_take_turns",
    ],
    "a body that trickles": [
        "api/test_http.py::test_a_body_that_does_not_arrive_is_408",
    ],
    "a client that leaves": [
        "api/test_compute.py::test_a_client_that_leaves_the_queue_leaves_no_work",
        "api/test_problems.py::test_a_client_that_leaves_is_no_mistake",
    ],
    "a slow reader of a stream": [
        "api/test_stream.py::test_frames_are_dropped_for_a_client_that_does_not_read",
    ],
    "a worker that dies": [
        "api/test_compute.py::test_a_process_that_dies_costs_one_answer",
        "api/test_stream.py::test_a_lost_worker_costs_one_error",
    ],
    "a runaway computation": [
        "api/test_compute.py::test_past_the_deadline_the_process_is_killed_and_replaced",
    ],
    "a training without end": [
        "api/test_training.py::test_a_runaway_training_ends_with_what_it_has",
    ],
    "kill -9 while saving": [
        "api/test_store_crash.py::test_no_acknowledged_save_is_lost",
    ],
    "a full disk": [
        "api/test_store_troubles.py::test_a_disk_that_is_really_full",
    ],
    "a locked database": [
        "api/test_store_troubles.py::test_a_lock_is_503_and_reading_goes_on",
        "api/test_store_troubles.py::test_a_lock_is_found_once_for_all_who_wait",
    ],
    "two tabs, one graph": [
        "api/test_saved.py::test_a_hundred_at_once_with_one_tag_one_wins",
        "web/test_saving.py::test_two_who_save_at_once_overwrite_nothing",
    ],
    "a clock that goes on": [
        "api/test_runs.py::test_runs_expire_and_graphs_do_not",
        "api/test_runs.py::test_a_key_lasts_a_day",
    ],
    "stored script": [
        "web/test_saving.py::test_a_hostile_graph_is_only_text",
    ],
    "script in a picture": [
        "web/test_take_along.py::test_a_hostile_title_is_but_a_name",
    ],
    "a path that leads out": [
        "api/test_hostile.py::test_no_address_leads_out",
    ],
    "a host that is made up": [
        "api/test_saved.py::test_the_address_begins_with_the_public_url",
    ],
    "a forwarded address that is made up": [
        "api/test_proxies.py::test_the_client_is_who_a_trusted_proxy_says",
    ],
    "a foreign page that asks": [
        "api/test_http.py::test_any_page_may_call_the_api_and_none_with_credentials",
        "api/test_http.py::test_a_body_that_is_not_json_by_its_type_is_415",
    ],
    "an id that is guessed": [
        "api/test_saved.py::test_ids_are_random",
    ],
    "a foreign page at a socket": [
        "api/test_stream_door.py::test_a_foreign_page_is_turned_away",
    ],
    "a giant message": [
        "api/test_stream_door.py::test_a_message_has_a_largest_size",
    ],
    "a strange frame": [
        "web/test_library_pages.py::test_no_other_site_may_frame_a_page_that_is_not_for_frames",
    ],
    "a script in the page": [
        "web/test_pages.py::test_the_policy_is_exactly_the_documented_one",
    ],
    "a compressed body": [
        "api/test_http.py::test_a_compressed_body_is_415",
    ],
    "a link that inflates": [
        "js/permalink.test.mjs",
    ],
    "a log that is forged": [
        "api/test_logged.py::test_a_line_stays_a_line",
    ],
    "an older store, and a newer": [
        "api/test_store_troubles.py::test_an_older_file_is_upgraded_at_start",
        "api/test_store_troubles.py::test_a_newer_file",
    ],
}


@pytest.mark.parametrize("tests", ELSEWHERE.values(), ids=ELSEWHERE)
def test_it_has_a_test_of_its_own(tests: list[str]) -> None:
    """By name; a test that is renamed or dropped is missed here."""
    assert tests and not_there(" ".join(f"`tests/{name}`" for name in tests)) == []


def test_a_form_of_another_page_changes_nothing(api: Api) -> None:
    """What a page can send without being asked first is no JSON by its type."""
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body = json.dumps({"nodes": [{"id": "f", "value": 1}], "outputs": ["f"]}).encode()
        answer = api.request("POST", f"{BASE}/graphs", content=body, headers={"content-type": media_type})
        assert answer.status_code == 415

"""The reference of saved graphs and stored runs: its examples are what the server says, its models fit every answer."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from app.api import schemas
from app.api.reference import openapi
from app.api.reference.stored import RUN_ID, STORED, Stored
from app.api.schemas import saved
from app.settings import Settings

from .conftest import BASE, Api
from .test_contract import changed, fits

# What the story of the examples cannot know beforehand.
RANDOM = {"id", "graph_id", "edit_token", "etag", "url", "created_at", "updated_at", "expires_at"}


def name_of(each: Stored) -> str:
    return each.id


def documented(each: Stored) -> dict[str, Any]:
    found: dict[str, Any] = openapi.document(Settings())["paths"][each.path][each.method]
    return found


@pytest.mark.parametrize("each", STORED, ids=name_of)
def test_every_example_fits_its_model(each: Stored) -> None:
    """What is asked and what is answered, strictly."""
    if each.request is not None:
        assert fits(each.request, each.asked)
    if each.answer is not None:
        assert each.shown is not None and fits(each.answer, each.shown())
        content = documented(each)["responses"][str(each.success)]["content"]["application/json"]
        assert content["examples"]["example"]["value"] == each.shown()


def test_the_examples_are_one_story(api: Api) -> None:
    """Told to the server, in this order, it answers as shown: status, headers and body, but for what is random."""
    operations = {each.id: each for each in STORED}

    def tell(name: str, place: str = "", **headers: str) -> Any:
        each = operations[name]
        path = each.path.format(id=place, node="q")
        body = {} if each.asked is None else {"json": each.asked}
        answer = api.request(each.method.upper(), path, headers=headers, **body)
        assert answer.status_code == each.success, answer.text
        assert {header.lower() for header in each.told} <= set(answer.headers)
        if each.shown is not None:
            assert told(answer.json()) == told(each.shown())
        return answer.json() if answer.content else None

    graph = tell("save-graph")
    token = {"authorization": f"Bearer {graph['edit_token']}"}
    tell("read-graph", graph["id"])
    run = tell("run-graph", graph["id"])["id"]
    tell("run-backward", run)
    tell("read-run", run)
    tell("read-run-node", run)
    tell("replace-graph", graph["id"], **token, **{"if-match": graph["etag"]})
    tell("delete-graph", graph["id"], **token)
    assert len(operations) == 8, "each was told"


def told(found: Any) -> Any:
    """*found* without what is different every time."""
    return {key: value for key, value in found.items() if key not in RANDOM or "kind" in found}


def test_saving_says_for_how_long() -> None:
    """A host may set an end: who relies on a saved graph reads of it there."""
    (save,) = (each for each in STORED if each.id == "save-graph")

    assert "`BACKPROP_GRAPH_DAYS`" in save.description


@pytest.mark.parametrize("each", STORED, ids=name_of)
def test_every_operation_lists_its_errors(each: Stored) -> None:
    """As problem documents, each with its codes; where a token is needed, it says which."""
    responses = openapi.document(Settings())["components"]["responses"]
    said = documented(each)
    for status in (*each.statuses, 503):
        assert said["responses"][str(status)] == {"$ref": f"#/components/responses/{status}"}
        assert "code `" in responses[str(status)]["description"]
    assert ("security" in said) == (each.method in ("put", "delete"))


def test_the_docs_page_has_them_all(api: Api) -> None:
    """Path, summary and an example that can be copied."""
    page = api.get(f"{BASE}/docs").text
    for each in STORED:
        assert each.path in page and each.summary in page and f'id="{each.id}"' in page
    assert RUN_ID in page


REQUESTS = [each for each in STORED if each.request is not None and each.request is not schemas.Graph]


@pytest.mark.parametrize("each", REQUESTS, ids=name_of)
def test_model_and_reader_accept_and_refuse_the_same(api: Api, each: Stored) -> None:
    """Every example, broken at every place in every way."""
    assert each.request is not None
    graph = api.post("/graphs", STORED[0].asked).json()["id"]
    run = api.post(f"/graphs/{graph}/runs", {}).json()["id"]
    path = each.path.format(id=run if each.request is saved.BackwardRequest else graph)
    whole = each.asked | ({"output": "f", "seed": 1} if each.request is saved.BackwardRequest else {})
    for request in changed(whole):
        answer = api.request("POST", path, json=request)
        if fits(each.request, request):
            # Forms that fit may still mean nothing: a node that is not there, a shape that does not fit.
            assert answer.status_code in (200, 201, 422), answer.text
            if answer.status_code != 422:
                assert each.answer is not None
                each.answer.model_validate_json(answer.content)
        else:
            assert answer.status_code == 422, request


@pytest.mark.parametrize(
    "document",
    [
        {"nodes": [{"id": "x", "value": "NaN"}, {"id": "f", "op": "exp", "inputs": ["x"]}]},
        {"nodes": [{"id": "A", "value": [[1, 2], [3, 4]], "role": "weight", "label": "A"}]},
    ],
)
def test_answers_of_odd_graphs_fit_too(api: Api, document: dict[str, Any]) -> None:
    """Numbers that are not finite, tensors, labels and roles."""
    graph = api.post("/graphs", document).json()["id"]
    run = api.post(f"/graphs/{graph}/runs", {})
    saved.RunAnswer.model_validate_json(run.content)
    seed = {"seed": [[1, 1], [1, 1]]} if "A" in orjson.dumps(document).decode() else {}
    answer = api.post(f"/runs/{run.json()['id']}/backward", seed)
    schemas.EvaluateAnswer.model_validate_json(answer.content)
    read = api.get(f"{BASE}/runs/{run.json()['id']}")
    saved.RunAnswer.model_validate_json(read.content)
    assert read.json()["output"] in ("f", "A")


def test_links_bring_what_the_answer_has_to_operations_that_take_it() -> None:
    """Each names an operation, its parameters, and a place in the answer, or a header of it."""
    operations = {each.id: each for each in STORED}
    links = [
        (each, link)
        for each in STORED
        for link in documented(each)["responses"][str(each.success)].get("links", {}).values()
    ]
    assert {each.id for each, _ in links} == {"save-graph", "replace-graph", "run-graph"}
    for each, link in links:
        target = documented(operations[link["operationId"]])
        needed = {given["name"] for given in target["parameters"] if given["required"]}
        assert needed <= set(link["parameters"]) <= {given["name"] for given in target["parameters"]}
        for found in link["parameters"].values():
            where, _, name = found.removeprefix("$response.").partition("#" if "#" in found else ".")
            if where == "header":
                assert name in each.told
            else:
                assert each.shown is not None and where == "body" and isinstance(at(each.shown(), name), str)


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON pointer."""
    for key in pointer.split("/")[1:]:
        document = document[int(key) if isinstance(document, list) else key]
    return document

"""The models of the reference and the readers that do the work agree: on what is accepted, and on every answer."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from app.api import schemas
from app.api.reference.operations import OPERATIONS, Operation

from .conftest import Api

POSTS = [each for each in OPERATIONS if each.request is not None]
GETS = [each for each in OPERATIONS if each.request is None]
# Complaints about the form of a request. All others are about what it means, of which a model knows nothing.
FORM = {"wrong-type", "missing-key", "unknown-key", "not-a-number", "bad-id", "bad-kind", "bad-layout"}
REPLACEMENTS: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    2.5,
    "",
    "text",
    "NaN",
    "nan",
    [],
    [None],
    [[1], "NaN"],
    {},
    {"zz": 1},
]


def name_of(operation: Operation) -> str:
    return operation.id


def fits(model: type[schemas.Model], found: Any) -> bool:
    """Whether *model* takes *found*, read from JSON as strictly as the server reads."""
    try:
        model.model_validate_json(orjson.dumps(found))
    except ValidationError:
        return False
    return True


def changed(document: Any) -> Iterator[Any]:
    """Copies of *document* with one thing replaced, taken away or added, at every place."""
    for path in places(document):
        for new in REPLACEMENTS:
            yield put(document, path, new)
        if path and isinstance(path[-1], str):
            yield put(document, path, None, remove=True)
    for path in places(document):
        if isinstance(at(document, path), dict):
            yield put(document, (*path, "surplus"), 1)


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    for key, value in inner:
        yield from places(value, (*path, key))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


def put(document: Any, path: tuple[Any, ...], new: Any, *, remove: bool = False) -> Any:
    other = copy.deepcopy(document)
    parent = at(other, path[:-1])
    if remove:
        del parent[path[-1]]
    else:
        parent[path[-1]] = new
    return other


@pytest.mark.parametrize("operation", POSTS, ids=name_of)
def test_model_and_reader_accept_and_refuse_the_same(api: Api, operation: Operation) -> None:
    """Every example, broken at every place in every way: refused for its form exactly where the model refuses."""
    assert operation.request is not None
    for example in operation.examples.values():
        assert fits(operation.request, example)
        for request in changed(example):
            answer = api.request("POST", operation.address, json=request)
            assert answer.status_code in (200, 413, 422), answer.text
            codes = {error["code"] for error in answer.json().get("errors", ())}
            if not fits(operation.request, request):
                assert answer.status_code == 422, request
            elif answer.status_code == 422:
                assert not codes <= FORM or free_form(request, answer.json()["errors"]), (
                    request,
                    answer.json(),
                )
            if answer.status_code == 200:
                assert fits(operation.answer, answer.json())
            else:
                assert fits(schemas.Problem, answer.json())


def free_form(request: Any, errors: list[dict[str, Any]]) -> bool:
    """Whether the complaint is about what the model leaves to the op, the kind of node, or the other keys."""
    for error in errors:
        loc = error["loc"]
        whole = loc and loc[0] in ("wrt", "direction", "optimizer", "schedule", "nudge")
        by_kind = "nodes" in loc and ("inputs" in loc or error["code"] in ("unknown-key", "missing-key"))
        if whole or by_kind or "attrs" in loc:
            return True
    return False


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_every_answer_fits_its_model(api: Api, operation: Operation) -> None:
    """Strictly: no key more, no other type."""
    if operation.request is not None:
        answers = [api.request("POST", operation.address, json=body) for body in operation.examples.values()]
    else:
        path = operation.path.format(**{query.name: query.example for query in operation.queries})
        answers = [
            api.get(path),
            api.get(path, params={q.name: q.example for q in operation.queries if q.where == "query"}),
        ]
    for answer in answers:
        operation.answer.model_validate_json(answer.content)


@pytest.mark.parametrize("operation", POSTS, ids=name_of)
def test_every_problem_fits_its_model(api: Api, operation: Operation) -> None:
    """Whatever was wrong."""
    for body in operation.mistakes.values():
        schemas.Problem.model_validate_json(api.request("POST", operation.address, json=body).content)

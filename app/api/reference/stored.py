"""
The operations on saved graphs and stored runs, for the OpenAPI document.

They speak in headers and statuses more than the others, and what they answer depends on what was saved before. The
examples are one story: a graph is saved, run, differentiated; numbers come from the same functions as the server's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from ...engine.limits import DEFAULT_LIMITS
from .. import frames, keeping, schemas
from ..schemas import saved
from ..work import Context
from .links import LINKS, described_links
from .operations import DRAWN

GRAPH_ID = "d7HkAy2aTqyO1mHq5n0tbw"
RUN_ID = "kQ0f3tE9S2u8c1vXhZ5mPg"
TAG = '"1-3f1c9a60b2d4"'
CREATED = "2025-03-01T09:00:00.000Z"
REF = "#/components/schemas/{model}"
_CONTEXT = Context(DEFAULT_LIMITS, 100)


@dataclass(frozen=True, slots=True)
class Stored:
    """
    One operation.

    Attributes:
        path: Below the server's root.
        method: In lower case.
        id: operationId.
        summary: A few words.
        description: A paragraph.
        success: The status of an answer.
        statuses: Of problem documents, besides 503.
        answer: Model of the answer, where it has a body.
        shown: Makes an answer to show.
        request: Model of the body, where there is one.
        asked: A body to show.
        headers: Names of headers it takes, by whether they are required.
        told: Names of headers of the answer.
    """

    path: str
    method: str
    id: str
    summary: str
    description: str
    success: int
    statuses: tuple[int, ...]
    answer: type[schemas.Model] | None = None
    shown: Callable[[], Any] | None = None
    request: type[schemas.Model] | None = None
    asked: Any = None
    headers: dict[str, bool] = field(default_factory=dict)
    told: tuple[str, ...] = ()


_PLACES = {
    "id": ("Id of a saved graph, or of a run: 22 characters.", GRAPH_ID),
    "node": ("Id of a node.", "q"),
}
_KEY = (
    "Of your making, at most 255 visible ASCII characters, best a random UUID. Sent again within a day with the same "
    "body, it is answered as it was at first, token included, and nothing is saved twice; with another body it is "
    "refused."
)
_HEADERS = {
    "If-Match": ("Tag of the version that is meant, or `*` for whatever there is.", TAG),
    "If-None-Match": ("Tag of the version you have: 304 where that is still the one.", TAG),
    "Idempotency-Key": (
        _KEY,
        "0b1f2d0e-9d5c-4a51-8b43-6f0f6c1f6a77",
    ),
    "ETag": ("The version, for `If-Match`.", TAG),
    "Location": ("Where it can be read.", f"/api/v1/graphs/{GRAPH_ID}"),
}
_FORMS: dict[str, dict[str, Any]] = {
    "id": {"minLength": 1},
    "node": {"minLength": 1},
    "Idempotency-Key": {"pattern": "^[!-~]{1,255}$"},
}
_BODY = (400, 408, 413, 415, 422)


def _saved() -> Any:
    told = {"id": GRAPH_ID, "edit_token": "Zr1mJ0c6b8m3sXhN4tVqfYw2kD9uE7aPgL5oRiCxTzU", "etag": TAG}
    return told | {"url": f"/g/{GRAPH_ID}", "created_at": CREATED}


def _replaced() -> Any:
    told = {"id": GRAPH_ID, "etag": '"2-a90be1770d35"', "url": f"/g/{GRAPH_ID}", "created_at": CREATED}
    return told | {"updated_at": "2025-03-01T09:05:00.000Z"}


def _forward() -> list[bytes]:
    """Graph as run, nodes, warnings."""
    work = keeping.run_forward([orjson.dumps(DRAWN), orjson.dumps({"inputs": {"x": 1}})], _CONTEXT)
    return frames.split(work.run())


def _backward() -> list[bytes]:
    """Answer, nodes, output, seed."""
    graph, nodes, _ = _forward()
    return frames.split(keeping.run_backward([graph, nodes, b'{"detail": "gradients"}'], _CONTEXT).run())


def _run(*, passed: bool) -> Any:
    graph, nodes, warnings = _forward()
    output, seed = None, b"null"
    if passed:
        _, nodes, name, seed = _backward()
        output = name.decode()
    told = {"id": RUN_ID, "graph_id": GRAPH_ID, "graph": orjson.loads(graph), "created_at": CREATED}
    told |= {"expires_at": "2025-03-02T09:00:00.000Z", "output": output, "seed": orjson.loads(seed)}
    told |= {"nodes": orjson.loads(nodes)}
    return told if passed else told | {"warnings": orjson.loads(warnings)}


def _node() -> Any:
    return next(row for row in orjson.loads(_backward()[1]) if row["id"] == "q")


STORED: tuple[Stored, ...] = (
    Stored(
        "/api/v1/graphs",
        "post",
        "save-graph",
        "Save a graph",
        "The body is a graph document, at most `BACKPROP_SAVED_BYTES` long; half-built ones are taken. It is kept "
        "byte for byte until somebody with the edit token or the host deletes it, or until nobody has changed it for "
        "`BACKPROP_GRAPH_DAYS`, where that is not 0. When the answer arrives the graph is on the "
        "disk.",
        201,
        (*_BODY, 403, 429, 507),
        answer=saved.SavedAnswer,
        shown=_saved,
        request=schemas.Graph,
        asked=DRAWN,
        headers={"Idempotency-Key": False},
        told=("ETag", "Location"),
    ),
    Stored(
        "/api/v1/graphs/{id}",
        "get",
        "read-graph",
        "Read a saved graph",
        "The document as it was sent. Whoever knows the id may read it: ids have 128 random bits.",
        200,
        (404, 422),
        answer=schemas.Graph,
        shown=lambda: DRAWN,
        headers={"If-None-Match": False},
        told=("ETag",),
    ),
    Stored(
        "/api/v1/graphs/{id}",
        "put",
        "replace-graph",
        "Replace a saved graph",
        "Takes the edit token, as `Authorization: Bearer`, and in `If-Match` the tag of the version that is replaced: "
        "428 without it; 412 where the graph has changed meanwhile, which names the current version and loses "
        "nothing. Of several that replace the same version one wins.",
        200,
        (*_BODY, 401, 403, 404, 412, 428, 429, 507),
        answer=saved.ReplacedAnswer,
        shown=_replaced,
        request=schemas.Graph,
        asked=DRAWN,
        headers={"If-Match": True},
        told=("ETag",),
    ),
    Stored(
        "/api/v1/graphs/{id}",
        "delete",
        "delete-graph",
        "Delete a saved graph",
        "Takes the edit token; with `If-Match`, only that version is deleted. Runs of the graph have copies of their "
        "own, can still be read by their addresses, and go when they expire.",
        204,
        (401, 403, 404, 412, 422, 507),
        headers={"If-Match": False},
    ),
    Stored(
        "/api/v1/graphs/{id}/runs",
        "post",
        "run-graph",
        "Run a saved graph forward and keep every value",
        "Every node's value is stored, with a copy of the graph as it was run. A run expires after "
        "`BACKPROP_RUN_HOURS`.",
        201,
        (*_BODY, 403, 404, 429, 507),
        answer=saved.RunAnswer,
        shown=lambda: _run(passed=False),
        request=saved.RunRequest,
        asked={"inputs": {"x": 1}},
        told=("Location",),
    ),
    Stored(
        "/api/v1/runs/{id}",
        "get",
        "read-run",
        "Read a stored run",
        "All values, and the gradients of the last backward pass once there was one.",
        200,
        (404, 422),
        answer=saved.RunAnswer,
        shown=lambda: _run(passed=True),
    ),
    Stored(
        "/api/v1/runs/{id}/nodes/{node}",
        "get",
        "read-run-node",
        "Read one node of a stored run",
        "Its value, and its gradient once there is one.",
        200,
        (404, 413, 422, 429),
        answer=schemas.NodeRow,
        shown=_node,
    ),
    Stored(
        "/api/v1/runs/{id}/backward",
        "post",
        "run-backward",
        "Work backwards from the stored values",
        "Nothing is computed forward again. The answer is that of `/evaluate`; the gradients are kept with the run and "
        "replace those of an earlier pass, they are never added to them.",
        200,
        (*_BODY, 404, 429, 507),
        answer=schemas.EvaluateAnswer,
        shown=lambda: orjson.loads(_backward()[0]),
        request=saved.BackwardRequest,
        asked={"detail": "gradients"},
    ),
)

SECURITY = {
    "edit_token": {
        "type": "http",
        "scheme": "bearer",
        "description": "The edit token that came with a saved graph.",
    }
}
TAG_NAME = "Saved graphs and runs"


def described(each: Stored) -> dict[str, Any]:
    """The OpenAPI operation of *each*."""
    said: dict[str, Any] = {
        "operationId": each.id,
        "tags": [TAG_NAME],
        "summary": each.summary,
        "description": each.description,
        "parameters": _parameters(each),
        "responses": {str(each.success): _answered(each)}
        | {
            str(status): {"$ref": f"#/components/responses/{status}"}
            for status in sorted((*each.statuses, 503))
        },
    }
    if each.request is not None:
        examples = {"example": {"summary": each.summary, "value": each.asked}}
        content = {"schema": _ref(each.request), "examples": examples}
        said["requestBody"] = {"required": True, "content": {"application/json": content}}
    if 401 in each.statuses:
        said["security"] = [{"edit_token": []}]
    if "If-None-Match" in each.headers:
        said["responses"]["304"] = {"description": "Unchanged.", "headers": _told(("ETag",))}
    return said


def models() -> list[type[schemas.Model]]:
    """Every model that is named here."""
    return [model for each in STORED for model in (each.request, each.answer) if model is not None]


def _answered(each: Stored) -> dict[str, Any]:
    said: dict[str, Any] = {"description": each.summary + "."}
    if each.told:
        said["headers"] = _told(each.told)
    if each.answer is not None and each.shown is not None:
        examples = {"example": {"summary": each.summary, "value": each.shown()}}
        said["content"] = {"application/json": {"schema": _ref(each.answer), "examples": examples}}
    if each.id in LINKS:
        said["links"] = described_links(each.id)
    return said


def _parameters(each: Stored) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in each.path.split("/") if part.startswith("{")]
    wanted = [("path", name, True) for name in names]
    wanted += [("header", name, required) for name, required in each.headers.items()]
    return [_parameter(where, name, required, each) for where, name, required in wanted]


def _parameter(where: str, name: str, required: bool, each: Stored) -> dict[str, Any]:
    description, example = (_PLACES if where == "path" else _HEADERS)[name]
    if name == "id" and each.path.startswith("/api/v1/runs"):
        example = RUN_ID
    said = {"name": name, "in": where, "required": required, "description": description, "example": example}
    return said | {"schema": {"type": "string", **_FORMS.get(name, {})}}


def _told(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"description": _HEADERS[name][0], "schema": {"type": "string"}} for name in names}


def _ref(model: type[schemas.Model]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}

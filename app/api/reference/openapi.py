"""
The OpenAPI 3.1 document, composed from operations, models, examples and the error table.

FastAPI would derive it from handler signatures; ours take the raw request, so it is put together here, once, when it is
first asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from pydantic.json_schema import models_json_schema

from ... import __version__
from ...settings import Settings
from .. import problems, schemas, wire
from ..registry import work_of
from ..work import Context, answer
from .operation import Query
from .operations import OPERATIONS, Operation
from .stored import SECURITY, STORED, TAG_NAME, described
from .stored import models as stored_models

REF = "#/components/schemas/{model}"
# What any request can be answered with, and what any request with a body can.
_ALWAYS = (503,)
_WITH_BODY = (400, 408, 413, 415, 422, 429)
# What is the same until the server is another one is not sent twice.
_TAG = 'W/"9f86d081884c7d65"'
_HAVING = (
    Query(
        "If-None-Match",
        "header",
        "Tag of the answer you have: 304 where it still is.",
        {"type": "string"},
        _TAG,
    ),
)
_TAGGED = {"ETag": {"description": "For `If-None-Match`.", "schema": {"type": "string"}}}

DESCRIPTION = """\
Gradients, and every number on the way to them. Write an expression or draw a graph; the answer has each node's value \
and gradient, each edge's upstream, local and downstream gradient, and the steps in the order in which a teacher tells \
them.

Numbers are JSON numbers or nested arrays of them; NaN and the infinities travel as the strings "NaN", "Infinity" and \
"-Infinity". Every error is a problem document (RFC 9457) with the place and a hint; \
only what the server's parser takes for no HTTP (also a method that it does not know), a head past \
BACKPROP_HEAD_BYTES and a WebSocket that is not opened are turned away in plain text, before they get here. \
Keys that are not known are refused, \
in a body and, below /api/v1, behind a question mark. \
Where the host keeps a log, an answer carries X-Request-Id: tell it with a report."""


@lru_cache(maxsize=8)
def document(settings: Settings) -> dict[str, Any]:
    """The whole document, for a server with *settings*."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Backprop Visualizer",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": settings.root or "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys([*(each.tag for each in OPERATIONS), TAG_NAME])],
        "paths": _paths(settings),
        "components": {"schemas": _schemas(), "responses": _responses(settings), "securitySchemes": SECURITY},
    }


@lru_cache(maxsize=8)
def as_json(settings: Settings) -> bytes:
    """The document as bytes."""
    return orjson.dumps(document(settings), option=orjson.OPT_INDENT_2)


def _paths(settings: Settings) -> dict[str, Any]:
    context = Context(settings.limits, settings.json_depth)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, context)
    for each in STORED:
        paths.setdefault(each.path, {})[each.method] = described(each)
    return paths


def _operation(operation: Operation, context: Context) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "responses": {"200": _answered(operation, context)},
    }
    parameters = [_parameter(query) for query in (*operation.queries, *(_HAVING if operation.steady else ()))]
    if parameters:
        said["parameters"] = parameters
    if operation.request is not None:
        content: dict[str, Any] = {"schema": _ref(operation.request)}
        content["examples"] = {
            _slug(title): {"summary": title, "value": body} for title, body in operation.examples.items()
        }
        said["requestBody"] = {"required": True, "content": {"application/json": content}}
    statuses = _of_body(operation) if operation.request is not None else _for_queries(operation)
    statuses += _ALWAYS
    for status in statuses:
        said["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    if operation.steady:
        said["responses"]["200"]["headers"] = _TAGGED
        said["responses"]["304"] = {"description": "Unchanged.", "headers": _TAGGED}
    if operation.mistakes:
        said["responses"]["422"] = _refused(operation, context)
    return said


def _parameter(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "in": query.where,
        "required": query.where == "path",
        "description": query.description,
        "schema": query.schema,
        "example": query.example,
    }


def _of_body(operation: Operation) -> tuple[int, ...]:
    return _WITH_BODY if operation.address == operation.path else (*_WITH_BODY, 404)


def _for_queries(operation: Operation) -> tuple[int, ...]:
    if operation.tag == "Health":
        return ()
    return (404, 422) if any(query.where == "path" for query in operation.queries) else (422,)


def _answered(operation: Operation, context: Context) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": _ref(operation.answer)}
    if operation.request is not None:
        content["examples"] = {
            _slug(title): {"summary": title, "value": _run(operation, body, context)}
            for title, body in operation.examples.items()
        }
    else:
        assert operation.show is not None  # every GET has one
        content["example"] = orjson.loads(wire.encode(operation.show()))
    return {"description": operation.summary + ".", "content": {"application/json": content}}


def _refused(operation: Operation, context: Context) -> dict[str, Any]:
    examples = {
        _slug(title): {"summary": title, "value": _run(operation, body, context)}
        for title, body in operation.mistakes.items()
    }
    return _problem_response("The request does not fit.") | {
        "content": {problems.MEDIA_TYPE: {"schema": _ref(schemas.Problem), "examples": examples}}
    }


def _run(operation: Operation, body: Any, context: Context) -> Any:
    """What the server answers to *body*."""
    return orjson.loads(answer(work_of(operation.work), orjson.dumps(body), context).body)


def _schemas() -> dict[str, Any]:
    models: list[tuple[type[schemas.Model], Any]] = [(schemas.Problem, "validation")]
    for operation in OPERATIONS:
        models.append((operation.answer, "validation"))
        if operation.request is not None:
            models.append((operation.request, "validation"))
    models += [(model, "validation") for model in dict.fromkeys(stored_models())]
    _, definitions = models_json_schema(models, ref_template=REF)
    found: dict[str, Any] = definitions["$defs"]
    return found


def _responses(settings: Settings) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code, (status, _) in problems.explanations().items():
        by_status.setdefault(status, []).append(code)
    said = {}
    for status in sorted({*_ALWAYS, *_WITH_BODY, 404}.union(*(each.statuses for each in STORED))):
        codes = ", ".join(f"`{code}`" for code in by_status[status])
        said[str(status)] = _problem_response(f"A problem document; code {codes}.")
        if status in (429, 503):
            said[str(status)]["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "integer", "minimum": 1},
                }
            }
    return said


def _problem_response(description: str) -> dict[str, Any]:
    return {"description": description, "content": {problems.MEDIA_TYPE: {"schema": _ref(schemas.Problem)}}}


def _ref(model: type[schemas.Model]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())

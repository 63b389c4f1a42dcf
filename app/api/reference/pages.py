"""
The reference as pages: ``/api/v1/docs`` and one page per error code under ``/errors/``.

Rendered on the server from the same OpenAPI document that programs read, with the project's own styles and no script,
so it works without a network and under the strictest policy. Swagger UI and Redoc were refused: both are scripts from
another host, or a megabyte of somebody else's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from ...engine.errors import did_you_mean
from ...settings import Settings
from .. import problems
from ..etags import steady
from ..problems import HttpError
from ..reading import shorten
from . import openapi
from .language import LANGUAGE, REFUSED
from .promises import VERSIONS, WARNINGS

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
# Settings that a client runs into. Of all others only the default is told: how a host is set up is its own affair.
LIMITS = frozenset(
    """
    body_bytes body_timeout_s head_timeout_s head_bytes json_depth expression_bytes tokens nesting nodes edges entries
    dimensions jacobian_entries rows_times_nodes steps compute_s streams queue queue_per_client queue_s retry_after_s
    saving saved_bytes address_mib graph_days run_hours
    """.split()
)
_CODE = re.compile(r"`([^`]+)`")
_PACKAGE = Path(__file__).resolve().parents[2]


class Reference:
    """The handlers of the reference, for a server with *settings*."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def openapi(self, request: Request) -> Response:
        """The OpenAPI document."""
        return steady(request, openapi.as_json(self._settings), "application/json")

    async def docs(self, request: Request) -> Response:
        """The whole reference on one page."""
        return _page(request, _docs(self._settings))

    async def error(self, request: Request) -> Response:
        """What one code means and what to do about it: the page that a problem's ``type`` names."""
        code = request.path_params["code"]
        known = problems.explanations()
        if code not in known:
            hint = did_you_mean(code, known) or "The reference, api/v1/docs, lists them."
            raise HttpError("not-found", f"{shorten(code)} is no error code.", hint=hint)
        status, said = known[code]
        return _page(
            request,
            _templates()
            .get_template("error.html")
            .render(code=code, status=status, said=said, root=self._settings.path_prefix),
        )


def prepare(settings: Settings) -> None:
    """Make what a server with *settings* has to show, which takes a third of a second: for a thread that has time."""
    openapi.as_json(settings)
    _docs(settings)


def _page(request: Request, text: str) -> Response:
    return steady(request, text.encode(), "text/html", {"Content-Security-Policy": POLICY})


@lru_cache(maxsize=1)
def _templates() -> Environment:
    # In a repository the templates stand beside the package; in an installed wheel, inside it.
    inside = _PACKAGE / "templates"
    folder = inside if inside.is_dir() else _PACKAGE.parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    environment.filters["linked"] = _linked
    return environment


def _marked(text: str) -> Markup:
    """*text* escaped, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped just before


def _linked(text: str, types: dict[str, Any]) -> Markup:
    """Type words with a link for each type that has a place on the page."""
    words = (
        f'<a href="#type-{word}">{word}</a>' if word in types else str(escape(word))
        for word in re.split(r"(\w+)", text)
    )
    return Markup("".join(words))  # noqa: S704  each word is escaped or one of our own names


@lru_cache(maxsize=8)
def _docs(settings: Settings) -> str:
    document = openapi.document(settings)
    return (
        _templates()
        .get_template("docs.html")
        .render(
            info=document["info"],
            groups=_groups(document),
            codes=problems.explanations(),
            warnings=WARNINGS,
            versions=VERSIONS,
            language=LANGUAGE,
            refused=REFUSED,
            limits=_rows(settings, LIMITS),
            setup=_rows(Settings.model_construct(), Settings.model_fields.keys() - LIMITS),
            types=_types(document),
            root=settings.path_prefix,
        )
    )


def _groups(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations by heading, each with what the template prints."""
    groups: dict[str, list[dict[str, Any]]] = {}
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(
                {
                    "path": path,
                    "method": method.upper(),
                    "id": said["operationId"],
                    "summary": said["summary"],
                    "description": said["description"],
                    "parameters": said.get("parameters", []),
                    "fields": _body(said.get("requestBody"), schemas),
                    "answer": _body(_success(said), schemas),
                    "examples": _examples(said),
                    "mistakes": _mistakes(said),
                }
            )
    return groups


def _body(message: dict[str, Any] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The keys of a request's or an answer's body."""
    if message is None or "content" not in message:
        return []
    return _fields(schemas[message["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]])


def _success(said: dict[str, Any]) -> dict[str, Any]:
    """What is answered when all is well."""
    return next(answer for status, answer in said["responses"].items() if status.startswith("2"))


def _types(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every type that bodies are made of, but for the bodies themselves."""
    schemas = document["components"]["schemas"]
    return {
        name: {"words": "" if model.get("properties") else _type_words(model), "fields": _fields(model)}
        | {"description": model.get("description", "")}
        for name, model in sorted(schemas.items())
        if not name.endswith(("Request", "Answer")) or name == "NudgeRequest"
    }


def _fields(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The keys of an object: name, type in words, whether it must be there, what it says."""
    return [
        {
            "name": key,
            "type": _type_words(field),
            "required": key in model.get("required", ()),
            "default": json.dumps(field["default"]) if field.get("default") is not None else "",
            "description": field.get("description", ""),
        }
        for key, field in model.get("properties", {}).items()
    ]


def _type_words(field: dict[str, Any]) -> str:
    """A JSON schema's type as a reader says it."""
    if "$ref" in field:
        return str(field["$ref"].rpartition("/")[2])
    if "enum" in field:
        return " or ".join(json.dumps(each) for each in field["enum"])
    if "const" in field:
        return json.dumps(field["const"])
    for choice in ("anyOf", "oneOf"):
        if choice in field:
            return " or ".join(_type_words(each) for each in field[choice])
    if field.get("type") == "array":
        return f"array of {_one(_type_words(field.get('items', {})))}"
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"object of {_one(_type_words(field['additionalProperties']))}"
    return str(field.get("type", "anything"))


def _one(words: str) -> str:
    """A choice in brackets, so that it is read as one: ``array of (string or null) or null``."""
    return f"({words})" if " or " in words else words


def _examples(said: dict[str, Any]) -> list[dict[str, str]]:
    """Requests beside their answers."""
    if "content" not in (success := _success(said)):
        return []
    answers = success["content"]["application/json"]
    if "requestBody" not in said:
        shown = answers["example"] if "example" in answers else answers["examples"]["example"]["value"]
        return [{"title": "Answer", "request": "", "answer": _pretty(shown)}]
    requests = said["requestBody"]["content"]["application/json"]["examples"]
    return [
        {
            "title": requests[key]["summary"],
            "request": _pretty(requests[key]["value"]),
            "answer": _pretty(answers["examples"][key]["value"]),
        }
        for key in requests
    ]


def _mistakes(said: dict[str, Any]) -> list[dict[str, str]]:
    """Problem documents, each with what was wrong."""
    content = said["responses"].get("422", {}).get("content", {})
    examples = content.get(problems.MEDIA_TYPE, {}).get("examples", {})
    return [{"title": each["summary"], "answer": _pretty(each["value"])} for each in examples.values()]


def _rows(settings: Settings, names: Set[str]) -> list[dict[str, str]]:
    """Those of *names* with their variables and their values in *settings*, in the order of `Settings`."""
    return [
        {
            "variable": f"BACKPROP_{name.upper()}",
            "value": f"{value:,}" if type(value) is int else str(value),
            "description": field.description or "",
        }
        for name, field in Settings.model_fields.items()
        if name in names
        for value in [getattr(settings, name)]
    ]


def _pretty(value: Any, width: int = 92, indent: str = "") -> str:
    """JSON for reading: what fits on a line stays on it."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= width or not isinstance(value, (dict, list)) or not value:
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + _pretty(each, width, deeper) for each in value) + f"\n{indent}]"
    rows = [f"{deeper}{json.dumps(key)}: {_pretty(each, width, deeper)}" for key, each in value.items()]
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"

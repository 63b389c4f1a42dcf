"""The reference: the OpenAPI document, its page, and a page for every error code."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.api import problems
from app.api.reference import openapi
from app.api.reference.language import LANGUAGE, REFUSED
from app.api.reference.operations import OPERATIONS, Operation
from app.api.reference.pages import LIMITS
from app.engine.errors import CODES
from app.engine.ops import REGISTRY
from app.settings import Settings

from .conftest import BASE, Api
from .test_http import the_problem

POSTS = [each for each in OPERATIONS if each.request is not None]
GETS = [each for each in OPERATIONS if each.request is None]


def name_of(operation: Operation) -> str:
    return operation.id


@pytest.fixture(scope="module")
def document(api: Api) -> dict[str, Any]:
    answer = api.get(f"{BASE}/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()  # type: ignore[no-any-return]  # JSON


def routes(api: Api) -> set[tuple[str, str]]:
    """Every address of the API that is answered, but for the reference itself and the WebSocket's."""
    found = {
        (route.path, method) for route in api.app.routes for method in getattr(route, "methods", None) or ()
    }  # type: ignore[attr-defined]
    own = {f"{BASE}/openapi.json", f"{BASE}/docs", f"{BASE}/mlps/train/stream"}
    return {
        (path, method)
        for path, method in found
        if method != "HEAD" and path not in own and path.startswith(("/api/", "/health/"))
    }


def test_every_route_is_described_and_every_description_is_a_route(
    api: Api, document: dict[str, Any]
) -> None:
    """No private endpoints, no promises without one."""
    described = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert described == routes(api)


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    """Every reference leads somewhere, every operation has a unique id."""
    assert document["openapi"].startswith("3.1.") and document["info"]["version"]
    components = document["components"]
    for kind, name in re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(document)):
        assert name in components[kind]
    ids = [said["operationId"] for methods in document["paths"].values() for said in methods.values()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("operation", POSTS, ids=name_of)
def test_every_example_is_answered_as_shown(api: Api, document: dict[str, Any], operation: Operation) -> None:
    """To the last digit, over HTTP; refused ones too."""
    said = document["paths"][operation.path]["post"]
    requests = said["requestBody"]["content"]["application/json"]["examples"]
    answers = said["responses"]["200"]["content"]["application/json"]["examples"]
    assert requests and requests.keys() == answers.keys()
    for key, request in requests.items():
        answer = api.request("POST", operation.address, json=request["value"])
        assert (answer.status_code, answer.json()) == (200, answers[key]["value"])
    refused = said["responses"]["422"]["content"]["application/problem+json"]["examples"].values()
    for body, shown in zip(operation.mistakes.values(), refused, strict=True):
        answer = api.request("POST", operation.address, json=body)
        assert (answer.status_code, answer.json()) == (422, shown["value"])


@pytest.mark.parametrize("operation", GETS, ids=name_of)
def test_every_reading_example_is_part_of_what_is_answered(
    api: Api, document: dict[str, Any], operation: Operation
) -> None:
    """The example of a long list shows some of its entries."""
    said = document["paths"][operation.path]["get"]
    shown = said["responses"]["200"]["content"]["application/json"]["example"]
    filled = {query.name: query.example for query in operation.queries}
    path = operation.path.format(**filled)
    answer = api.get(path, params={q.name: q.example for q in operation.queries if q.where == "query"}).json()
    for key, value in shown.items():
        if isinstance(value, list) and answer[key] != value:
            assert all(entry in answer[key] for entry in value)
        else:
            assert answer[key] == value


@pytest.mark.parametrize("operation", POSTS, ids=name_of)
def test_every_operation_lists_its_errors(document: dict[str, Any], operation: Operation) -> None:
    """As problem documents; where the server is at its limit, with Retry-After."""
    responses = document["paths"][operation.path]["post"]["responses"]
    missing = {"404"} if operation.address != operation.path else set()
    assert responses.keys() == {"200", "400", "408", "413", "415", "422", "429", "503"} | missing
    for status in ("429", "503"):
        assert "Retry-After" in document["components"]["responses"][status]["headers"]


class Page(HTMLParser):
    """What a page loads and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_docs_page_says_everything_and_loads_nothing_foreign(api: Api) -> None:
    """Operations, limits with their values, every code; no script, no other host."""
    answer = api.get(f"{BASE}/docs")
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';") and "script-src" not in policy
    page = Page(answer.text)
    assert "script" not in page.tags and "style" not in page.tags
    assert all(link.startswith(("/", "#", "data:,")) for link in page.links)
    for operation in OPERATIONS:
        assert operation.path in page.words and operation.summary in page.words
    for name in Settings.model_fields:
        assert f"BACKPROP_{name.upper()}" in page.words
    for code in problems.explanations():
        assert f"/errors/{code}" in page.links
    assert "X-Request-Id" in page.words


def test_a_choice_within_a_list_is_read_as_one(api: Api) -> None:
    """What may be null, a node's operands or one of them, is told apart; types are links there, too."""
    text = api.get(f"{BASE}/docs").text

    assert "array of (string or null) or null" in text
    assert 'object of (<a href="#type-Value">Value</a> or null)' in text
    assert "null or null" not in text


def test_the_op_reference_lists_every_op(api: Api) -> None:
    """Many a hint says so; as each is written, its settings with their defaults."""
    words = Page(api.get(f"{BASE}/docs").text).words

    assert "The op reference" in words
    assert [op.name for op in REGISTRY.values() if op.signature not in words] == []


def test_every_line_of_the_language_is_one(api: Api) -> None:
    """What it shows is read, what it says is refused is refused with its code and a hint, and the page shows both."""
    words = Page(api.get(f"{BASE}/docs").text).words

    for rule in LANGUAGE:
        for text in rule.writes:
            answer = api.post("/parse", {"expression": text})
            assert answer.status_code == 200 and text in words, (text, answer.text)
    for refusal in REFUSED:
        said = api.post("/parse", {"expression": refusal.writes}).json()
        assert (said["code"], refusal.writes in words) == (refusal.code, True)
        assert said["errors"][0]["hint"], refusal


ANYTHING = {"op", "attrs", "label", "nodes", "parent", "open", "default"}


def test_every_kind_of_a_choice_is_named_and_explained(api: Api, document: dict[str, Any]) -> None:
    """What may stand as an optimizer, a schedule, an initializer; of ``anything`` there is only what is echoed."""
    text = api.get(f"{BASE}/docs").text
    rows = re.findall(r"<tr>\s*<td><code>(\w+)</code>.*?</td>\s*<td>(.*?)</td>", text)
    assert {name for name, said in rows if re.fullmatch(r"anything\b.*", said)} <= ANYTHING
    types = dict(rows)
    for kind in ("SgdNetworkOptimizer", "AdalineNetworkOptimizer"):
        assert f'href="#type-{kind}"' in types["optimizer"]
    assert (
        'href="#type-CosineSchedule"' in text and 'href="#type-HeNormalInitializer"' in types["initializer"]
    )
    for name, model in document["components"]["schemas"].items():
        if name.endswith(("Optimizer", "Schedule")):
            assert model["description"].endswith("."), name


def test_what_a_page_links_to_is_there(api: Api) -> None:
    """Styles, other pages, anchors."""
    answer = api.get(f"{BASE}/docs")
    for link in set(Page(answer.text).links) - {"data:,"}:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in answer.text
        else:
            assert api.get(link.partition("#")[0]).status_code == 200, link


@pytest.mark.parametrize("code", problems.explanations())
def test_every_code_has_a_page(api: Api, code: str) -> None:
    """The one that a problem's type names."""
    status, said = problems.explanations()[code]
    answer = api.get(f"/errors/{code}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Page(answer.text)
    assert (
        code in page.words
        and said.title in page.words
        and said.sentence in page.words
        and str(status) in page.words
    )


def test_a_code_that_does_not_exist(api: Api) -> None:
    """404, did you mean."""
    assert the_problem(api.get("/errors/cycl"), 404, "not-found")["hint"] == "Did you mean cycle?"


def test_codes_are_told_once_and_in_sentences() -> None:
    """The engine's and HTTP's do not overlap; each ends with a full stop."""
    assert not CODES.keys() & problems.HTTP_CODES.keys()
    for code, (status, said) in problems.explanations().items():
        assert re.fullmatch(r"[a-z0-9-]+", code) and 400 <= status <= 507
        assert said.sentence.endswith(".") and said.title


def test_the_document_speaks_of_this_servers_limits() -> None:
    """A host that changes a limit changes the reference."""
    assert openapi.document(Settings()) is openapi.document(Settings())
    assert openapi.document(Settings(nodes=7)) is not openapi.document(Settings())


INSIDE: dict[str, Any] = {
    "data": "", "trusted_proxies": "10.11.12.0/24", "cors_origins": "https://inside.example",
    "embed_origins": "https://inside.example", "log": "json", "workers": 31, "worker_memory_mib": 4321,
    "inline_ms": 3.21, "store_mib": 54321, "address_hours": 7.25, "metrics": True, "imprint_url": "",
    "privacy_url": "", "accessibility_url": "", "public_url": "", "path_prefix": "",
}  # fmt: skip


def test_how_a_host_is_set_up_is_not_told(tmp_path: Path) -> None:
    """Its limits are, everywhere as they are here; of the rest the defaults."""
    assert INSIDE.keys() == Settings.model_fields.keys() - LIMITS, "A new setting is told, or listed here."
    changed = Settings(nodes=1234, **INSIDE | {"data": str(tmp_path / "inside")})

    inside = Api(changed)
    docs = inside.get(f"{BASE}/docs").text
    asked = (f"{BASE}/openapi.json", "/errors/not-found", "/nowhere", "/health/ready")
    others = [inside.get(address).text for address in asked]
    inside.close()

    told = dict(re.findall(r"<code>BACKPROP_(\w+)</code></td><td>([^<]*)</td>", docs))
    plain = Settings.model_construct()
    for name in INSIDE:
        value = getattr(plain, name)
        assert told[name.upper()] == (f"{value:,}" if type(value) is int else str(value))
    assert told["NODES"] == "1,234"
    assert not [text for text in others if re.search(r"/inside|inside\.example|10\.11\.12", text)]

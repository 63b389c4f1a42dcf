"""The Python client against the real application, at once and awaited, and what it makes of other answers."""

from __future__ import annotations

import asyncio
import inspect
import json
import math
import pickle
import re
import threading
from collections.abc import Coroutine, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_origin

import httpx
import numpy as np
import pytest
import uvicorn

from app.client import AsyncClient, Client, Figure, ProblemError, from_wire
from app.client.calls import Call, Calls
from app.main import create_app
from app.settings import Settings

GRAPH = {
    "nodes": [{"id": "w", "kind": "parameter", "value": 3}, {"id": "f", "op": "square", "inputs": ["w"]}],
    "outputs": ["f"],
}
METHODS = [
    name for name, found in inspect.getmembers(Calls, inspect.isfunction) if name[0] != "_" and name != "send"
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on a free port, in a thread of its own."""
    settings = Settings(data=str(tmp_path_factory.mktemp("data")), workers=1)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(url) as opened:
        yield opened


def test_a_graph_is_evaluated(client: Client) -> None:
    """The first lesson's gradients; arrays of numpy go in as they are, and infinities come back as numbers."""
    found = client.evaluate(expression="f = (x + y) * z", inputs={"x": -2, "y": 5, "z": -4})
    gradients = {node["id"]: node["gradient"] for node in found["nodes"]}
    assert (gradients["x"], gradients["y"], gradients["z"]) == (-4, -4, 3)

    found = client.evaluate(expression="f = sum(v * v)", inputs={"v": np.array([1.0, math.inf])})
    (v,) = [node for node in found["nodes"] if node["id"] == "v"]
    assert from_wire(v["gradient"]) == [2, math.inf]


def test_a_graph_is_kept_changed_and_forgotten(client: Client) -> None:
    """Through its token and its tags; whoever is late is told."""
    saved = client.save_graph(GRAPH)
    read = client.saved_graph(saved["id"])
    assert read["document"] == GRAPH

    other = {**GRAPH, "name": "other"}
    client.replace_graph(saved["id"], other, edit_token=saved["edit_token"], etag=read["etag"])
    with pytest.raises(ProblemError) as late:
        client.replace_graph(saved["id"], GRAPH, edit_token=saved["edit_token"], etag=read["etag"])
    assert (late.value.status, late.value.code) == (412, "version-stale")

    run = client.store_run(saved["id"])
    assert client.backward(run["id"])["nodes"][0]["gradient"] == 6
    assert client.stored_run(run["id"])["output"] == "f"
    with pytest.raises(ProblemError) as late:
        client.delete_graph(saved["id"], edit_token=saved["edit_token"], etag=read["etag"])
    assert late.value.status == 412
    now = client.saved_graph(saved["id"])["etag"]
    client.delete_graph(saved["id"], edit_token=saved["edit_token"], etag=now)
    with pytest.raises(ProblemError) as gone:
        client.saved_graph(saved["id"])
    assert gone.value.status == 404


def test_lessons_and_networks_are_there(client: Client) -> None:
    """What there is to learn from, with other numbers too; and a training that goes on from its state."""
    assert {lesson["slug"] for lesson in client.lessons()["lessons"]} >= {"chain-rule"}
    assert client.lesson("chain-rule", variant="a b", answers=True)["variant"] == "a b"
    assert client.lesson("chain-rule", variant=7) == client.lesson("chain-rule", variant="7")
    spec = {"inputs": 2, "layers": [{"units": 1, "activation": "sigmoid"}], "loss": "bce"}
    request: dict[str, Any] = {
        "spec": spec, "data": {"dataset": "and"}, "optimizer": {"kind": "sgd", "learning_rate": 1}, "seed": 1,
    }  # fmt: skip
    whole = client.train_mlp(**request, epochs=4)
    half = client.train_mlp(**request, epochs=2)
    rest = client.train_mlp(**request, epochs=4, state=half["state"], parameters=half["parameters"])
    assert rest["parameters"] == whole["parameters"]


def test_a_refusal_reads_like_the_problem_it_is(client: Client) -> None:
    """Code, sentence, the place and what to do."""
    with pytest.raises(ProblemError) as refused:
        client.evaluate(expression="f = tahn(1)")

    assert refused.value.code == "unknown-op"
    assert "Did you mean tanh?" in str(refused.value) and "f = tahn(1)\n    ^^^^" in str(refused.value)


def test_each_of_several_errors_is_told_with_its_place(client: Client) -> None:
    """In the program by line and column, in the request by its path; nothing is said twice."""
    with pytest.raises(ProblemError) as program:
        client.evaluate(expression="f = 3 *\ng = 2x")
    assert "\nline 2, column 5: Two values side by side." in str(program.value)

    with pytest.raises(ProblemError) as graph:
        client.evaluate(graph={"nodes": [{"id": "x", "op": "ad"}, {"id": "1", "kinds": 3}]})
    assert str(graph.value).split("\n") == [
        "422 unknown-op: ad is not an op. Did you mean add? (2 more below.)",
        "at graph.nodes[0].op",
        "graph.nodes[1].kinds: A node has no key kinds.",
        "Did you mean kind?",
        "graph.nodes[1].id: 1 is not an id.",
        "An id is letters, digits and underscores, and does not start with a digit.",
    ]


class Frame(HTMLParser):
    """Reads the one element that a notebook is given."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_notebook_is_given_the_page_in_a_frame(client: Client, url: str, tmp_path: Path) -> None:
    """One element, which holds the page letter for letter whatever the graph is called, and may only run scripts."""
    request = {
        "graph": {**GRAPH, "name": "\"></iframe><script>alert('\u00e9')</script>&lt;"},
        "inputs": {"w": 5},
    }
    page = client.export("html", **request)["content"]

    async def ask() -> Figure:
        async with AsyncClient(url) as awaited:
            return await awaited.figure(**request)

    assert "`export`" in (Client.figure.__doc__ or "")
    figure = client.figure(height_px=400, **request)
    ((tag, attributes),) = Frame(figure._repr_html_()).found
    assert (tag, attributes["sandbox"], attributes["height"]) == ("iframe", "allow-scripts", "400")
    assert attributes["srcdoc"] == page == asyncio.run(ask()).page
    assert page not in repr(figure)

    figure.save(tmp_path / "run.html")
    assert (tmp_path / "run.html").read_text(encoding="utf-8") == page


def test_awaited_it_is_the_same(url: str) -> None:
    """Ten calls at once on one client."""

    async def ask() -> list[Any]:
        async with AsyncClient(url) as client:
            return await asyncio.gather(*(client.evaluate(graph=GRAPH, inputs={"w": w}) for w in range(10)))

    answers = asyncio.run(ask())

    assert [answer["nodes"][0]["gradient"] for answer in answers] == [2 * w for w in range(10)]


def test_what_is_awaited_may_be_a_task() -> None:
    """A type checker lets it into ``asyncio.create_task`` and a task group: it is typed as the coroutine it is."""
    (given,) = get_args(vars(AsyncClient)["__orig_bases__"][0])

    assert issubclass(get_origin(given), Coroutine)
    assert inspect.iscoroutinefunction(AsyncClient.send)


def test_a_thousand_calls_at_once_wait_for_their_turn(url: str) -> None:
    """The time is for an answer: one that waits for a connection is not given up, whatever there is before it."""
    seen: list[dict[str, float | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json={})

    async def ask() -> None:
        async with AsyncClient(url, timeout_s=7, transport=httpx.MockTransport(answer)) as client:
            await client.ops()

    with Client(url, timeout_s=7, transport=httpx.MockTransport(answer)) as client:
        client.ops()
    asyncio.run(ask())

    assert seen == [{"connect": 7, "read": 7, "write": 7, "pool": None}] * 2


def test_the_address_may_be_the_apis(url: str) -> None:
    """As the reference writes it, with and without a slash at its end."""
    for end in ("", "/", "/api/v1", "/api/v1/"):
        with Client(url + end) as client:
            assert client.evaluate(graph=GRAPH)["value"] == 9


ASKED = "GET http://test/api/v1/graphs/a"
PAGE = "<h1>Bad\n gateway</h1>"


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (502, {"html": PAGE}, f"{ASKED} was not answered by this API: what came is text/html"),
        (200, {"html": PAGE}, "text/html; charset=utf-8 that begins '<h1>Bad gateway</h1>'."),
        (200, {}, "what came is something without a content type that is empty."),
        (200, {"json": [1]}, "what came is application/json that begins '[1]'."),
        (200, {"content": b"[" * 100_000}, "that begins '[[[["),
        (200, {"json": {}}, f"{ASKED} was answered without its ETag."),
        (500, {"json": {"errors": ["boom"]}}, 'that begins \'{"errors":["boom"]}\'.'),
        (500, {"json": {"code": 7, "detail": None}}, "was not answered by this API"),
        (500, {"json": "boom"}, "application/json that begins '\"boom\"'."),
        (500, {"json": None}, "was not answered by this API"),
        (
            308,
            {"headers": {"location": "https://new/backprop/api/v1/graphs/a?b"}},
            "graphs/a?b, and redirections are not followed. Give the client https://new/backprop",
        ),
        (
            302,
            {"headers": {"location": "/login?next=/api/v1/ops"}},
            f"{ASKED} leads to http://test/login?next=/api/v1/ops, and redirections are not followed.",
        ),
    ],
)
def test_an_answer_of_somebody_else_is_a_problem_too(status: int, answer: dict[str, Any], words: str) -> None:
    """A proxy's page, another server's JSON, a move: what was got, and from where; no password that stands there."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, **answer))

    async def ask() -> None:
        async with AsyncClient("http://test", transport=transport) as client:
            await client.saved_graph("a")

    with Client("http://me:secret@test", transport=transport) as client, pytest.raises(ProblemError) as found:
        client.saved_graph("a")
    with pytest.raises(ProblemError) as awaited:
        asyncio.run(ask())

    assert (found.value.status, found.value.code) == (status, "no-problem")
    assert words in str(found.value) and str(awaited.value) == str(found.value)


def test_a_problem_with_odd_errors_is_told_all_the_same() -> None:
    """By its own code."""
    odd = httpx.MockTransport(
        lambda _: httpx.Response(422, json={"code": "kink", "errors": ["a", {"hint": 3}]})
    )

    with Client("http://test", transport=odd) as client, pytest.raises(ProblemError) as found:
        client.ops()

    assert str(found.value) == "422 kink: no answer of this API\n3"


@pytest.mark.parametrize(
    "problem", [ProblemError(503, {"code": "server-busy"}), ProblemError(502, {}, "No.")]
)
def test_a_problem_leaves_a_worker_process(problem: ProblemError) -> None:
    """Whole, with what was noted on it: one that cannot be read there breaks the pool of whoever asks in parallel."""
    problem.add_note("exercise 3")

    again = pickle.loads(pickle.dumps(problem))  # noqa: S301  our own

    assert (str(again), again.code, vars(again)) == (str(problem), problem.code, vars(problem))


class Noted(Calls[dict[str, Any]]):
    """Remembers what was asked."""

    def __init__(self) -> None:
        self.call = Call("", "")

    def send(self, call: Call) -> dict[str, Any]:
        self.call = call
        return {}


BROWSERS_ONLY = {("GET", "/health/live"), ("GET", "/health/ready")}


def called(name: str) -> tuple[str, str]:
    """The method and the address that the client's method *name* asks, with "{}" for what it is told."""
    noted = Noted()
    method = getattr(noted, name)
    given = {"questions": [], "graph": {}}
    wanted = inspect.signature(method).parameters.values()
    needed = [one.name for one in wanted if one.default is one.empty and one.kind != one.VAR_KEYWORD]
    method(**{one: given.get(one, "{}") for one in needed})
    json.dumps(noted.call.body)
    return noted.call.method, noted.call.path.replace("%7B%7D", "{}")


def test_every_route_of_the_api_has_a_method(url: str) -> None:
    """And no method asks for what is not there; probes are left to whoever watches the server."""
    paths = httpx.get(f"{url}/api/v1/openapi.json").json()["paths"]
    below = {re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1")): verbs for path, verbs in paths.items()}
    routes = {(verb.upper(), path) for path, verbs in below.items() for verb in verbs}

    assert {called(name) for name in METHODS} == routes - BROWSERS_ONLY


def test_it_needs_nothing_of_the_server() -> None:
    """Installed beside httpx alone, it imports: neither the engine nor numpy comes along."""
    folder = Path(__file__).resolve().parents[2] / "app" / "client"
    text = "".join(path.read_text() for path in folder.glob("*.py"))

    assert "from .." not in text and "import numpy" not in text

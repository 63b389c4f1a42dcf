"""One HTML file: what is in it, what is not, and that linking changes no module."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.client.display import framed
from app.engine.document import read_document, write_document
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.export.html.linker import link
from app.export.html.page import ENTRY, ON_USE, page
from app.export.html.styles import styles
from app.lessons import LESSONS
from app.lessons.graphs import graph_of
from app.page.files import as_sent, folder
from scripts.figures import hostile

from .telling import told_of, write

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node") or "node"
LARGEST = 1_000_000


class Elements(HTMLParser):
    """What a browser would make of a page: every tag with its attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note whose text it is."""
        if self.tags:
            self.texts.append((self.tags[-1][0], data))

    def of(self, tag: str) -> list[str]:
        """The texts of all elements of a kind."""
        return [text for name, text in self.texts if name == tag and text.strip()]


def state_of(text: str) -> dict[str, Any]:
    """What a page holds as data."""
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]  # JSON


def run_of(slug: str) -> Run:
    """A lesson, finished."""
    return evaluate(read_document(graph_of(LESSONS[slug], LESSONS[slug].expression)))


def digest(text: str) -> str:
    """As a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_is_at_most_a_megabyte(slug: str) -> None:
    """Fonts, typesetting and the trace included; written twice it is the same."""
    text = write("html", run_of(slug))

    assert len(text.encode()) <= LARGEST
    assert text == write("html", run_of(slug))


@pytest.mark.parametrize(
    "document", [hostile(), graph_of(LESSONS["chain-rule"], LESSONS["chain-rule"].expression)]
)
def test_whatever_labels_say_the_same_elements_run(document: dict[str, Any]) -> None:
    """Three scripts, one style, no address: nothing that a reader typed opens or ends an element."""
    found = Elements(write("html", evaluate(read_document(document))))

    assert [tag for tag, _ in found.tags] == [
        *["html", "head", "meta", "meta", "meta", "meta", "meta", "title", "style"],
        *["body", "div", "noscript", "p", "script", "script", "script"],
    ]
    assert not any({"src", "href", "style"} & set(attributes) for _, attributes in found.tags)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)


def test_a_hostile_name_is_a_title() -> None:
    """And the data holds it letter by letter, without a sign that could open an element."""
    name = "</title></script><script>alert(1)</script><!--"
    document = write_document(parse("x = 2\nf = x*x").graph) | {"name": name}
    text = write("html", evaluate(read_document(document)))

    assert state_of(text)["title"] == name
    assert text.count("alert(1)") == 3  # title, and name and title in the data
    assert "<script>alert" not in text and "<!--" not in text


def test_the_policy_names_what_runs_and_nothing_else() -> None:
    """By its hash each; no source, no evaluation, no connection."""
    found = Elements(write("html", run_of("fan-out")))
    policy = (
        next(attributes["content"] for tag, attributes in found.tags if attributes.get("http-equiv")) or ""
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    _, packed, script = found.of("script")
    maths = gzip.decompress(base64.b64decode(packed)).decode()

    assert maths == read("vendor/katex/katex.min.js").strip()
    assert rules == {
        "default-src": "'none'",
        "script-src": f"{digest(maths)} {digest(script)}",
        "style-src": digest(found.of("style")[0]),
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_in_it_refers_outside() -> None:
    """Every address in a style is data; no script asks anybody; namespaces are names."""
    text = write("html", run_of("vectors-and-matrices"))
    addresses = set(re.findall(r"https?://[^\s\"'`)\\]+", text))

    assert set(re.findall(r"url\((\w+:)", text)) == {"data:"} and not re.search(r"url\((?!data:)", text)
    assert {address.split("/")[2] for address in addresses} <= {"www.w3.org"}
    script = Elements(text).of("script")[2]
    assert not re.search(
        r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|new Worker", script
    )


def test_a_face_comes_along_where_the_maths_asks_for_it() -> None:
    """Upright and italic letters always; the letters of sets where they are."""
    assert "KaTeX_Main" in styles("x") and "KaTeX_AMS;" not in styles("x").replace("KaTeX_AMS,", "")
    faces = lambda told: styles(told).count("@font-face")  # noqa: E731  one expression, used twice
    assert faces(r"\mathbb{R}") == faces("x") + 1


def test_it_holds_the_answer_and_a_place_for_every_node() -> None:
    """The trace as /evaluate tells it; places of its own, or, where it has none, those of the drawn picture."""
    run = evaluate(parse("x = 2\ny = 3\nq = x*y\nf = q + x").graph)
    told = told_of(run)
    state = state_of(page(run, told, "edge:q>f:0"))

    assert state["trace"] == json.loads(told) and state["at"] == "edge:q>f:0"
    places = state["graph"]["layout"]["nodes"]
    assert set(places) == {"x", "y", "q", "f"} and places["x"][0] < places["q"][0] < places["f"][0]
    lesson = graph_of(LESSONS["fan-out"], LESSONS["fan-out"].expression)
    assert state_of(write("html", run_of("fan-out")))["graph"]["layout"] == lesson["layout"]


def test_a_notebook_shows_it_in_a_frame() -> None:
    """The whole page as an attribute, which gives it back letter by letter; it may run scripts and nothing more."""
    text = write("html", run_of("fan-out"))
    [(tag, attributes)] = Elements(framed(text, height_px=480)).tags

    assert tag == "iframe" and attributes["srcdoc"] == text
    assert attributes["sandbox"] == "allow-scripts" and attributes["height"] == "480"


def read(path: str) -> str:
    """A module as it travels."""
    return as_sent(path, (folder("static") / path).read_bytes()).decode()


def test_linking_keeps_every_statement() -> None:
    """By a parser that knows nothing of the linker: the bodies of all modules, in the order of their imports."""
    linked = link(ENTRY, read, ON_USE)

    assert len(named(linked)) > 80 and other_statements(linked) == []
    assert other_statements(linked.replace("travelled.value = 1;", "travelled.value = 2;")) == [
        "js/player/player.js"
    ]


def named(linked: str) -> list[str]:
    """The modules in a linked script."""
    return re.findall(r"^linked\['([^']+)'\] = ", linked, re.MULTILINE)


def other_statements(linked: str) -> list[str]:
    """The modules whose functions do not say what they say."""
    done = subprocess.run(
        [NODE, str(ROOT / "tests/js/linked_program.mjs")],
        input=json.dumps({"linked": linked, "modules": {path: read(path) for path in named(linked)}}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # JSON


MODULES = {
    "a.js": """\
import {b as c, d} from "./b.js";
import whole from "./c.js";
import "./d.js";
export const a = c + d + whole;
export {b} from "./b.js";
""",
    "b.js": "export const b = 1;\nexport function d() {}\nexport {b as e};",
    "c.js": "export default 3",
    "d.js": "export class K {}",
}


def test_every_form_of_import_and_export_is_linked() -> None:
    """Each module after those it needs, run in node: names, other names, a default, what is passed on."""
    linked = (
        link("a.js", MODULES.__getitem__)
        + "process.stdout.write(JSON.stringify([linked, Object.keys(linked)]));"
    )
    done = subprocess.run([NODE, "-"], input=linked, capture_output=True, text=True, check=True)
    [modules, order] = json.loads(done.stdout)

    assert order == ["b.js", "c.js", "d.js", "a.js"]
    assert modules["a.js"] == {"a": "1function d() {}3", "b": 1} and modules["b.js"] == {"b": 1, "e": 1}


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        (
            {"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'},
            "a.js imports b.js imports a.js: a circle",
        ),
        ({"a.js": "export let a = 1;"}, "cannot link 'export let a"),
        ({"a.js": 'import * as all from "./b.js";'}, "cannot link 'import"),
        ({"a.js": "const b = import(name);"}, "cannot link 'import(name"),
    ],
)
def test_what_is_not_known_is_refused(modules: dict[str, str], complaint: str) -> None:
    """Rather than linked wrongly."""
    with pytest.raises(ValueError, match=re.escape(complaint)):
        link("a.js", modules.__getitem__)

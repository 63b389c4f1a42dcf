"""
Thirty labels that would like to be something else, in every place where a reader's words appear, in a real browser.

Each stands as a node's label, role, a group's label and the title of a graph that is pasted on the page, taken along as
SVG (which is then opened by itself), saved and opened by its short link, framed, and written as the one file that plays
from the disk; and it heads the columns of a table pasted on the network bench, and asks for a lesson of its name. A
dialog, a request to another host, a violation of the policy or an error on the page is a failure.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from scripts.browser import FLAGS, MISSING, find_browser

from .figure import DidNotRun, Options, Outcome
from .mixture import API, Asker
from .service import service

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page

HOST = "http://host.invalid"
RUNS = "alert(1)"
LABELS = (
    f"<script>{RUNS}</script>",
    f"</script><script>{RUNS}</script>",
    f"</title><script>{RUNS}</script>",
    f"</style></svg><script>{RUNS}</script>",
    f"]]><script>{RUNS}</script><![CDATA[",
    f"--><script>{RUNS}</script><!--",
    f"<img src=x onerror={RUNS}>",
    f"<img src={HOST}/a.png>",
    f'"><svg onload={RUNS}>',
    f"' onmouseover='{RUNS}' autofocus onfocus='{RUNS}",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<foreignObject><iframe srcdoc='<script>parent.{RUNS}</script>'></iframe></foreignObject>",
    f"<iframe src=javascript:{RUNS}></iframe>",
    f"<a href=javascript:{RUNS}>click</a>",
    f"javascript:{RUNS}",
    f"<use href='{HOST}/a.svg#a'/>",
    f"<image href='{HOST}/a.png'/>",
    f"<link rel=stylesheet href={HOST}/a.css>",
    f"<style>@import url({HOST}/a.css)</style>",
    f"<base href={HOST}/>",
    f"<meta http-equiv=refresh content='0;url={HOST}/'>",
    f"<form action={HOST}/><button autofocus>",
    f"\\href{{javascript:{RUNS}}}{{x}} \\url{{{HOST}}}",
    f"\\htmlData{{x=1}}{{y}} \\includegraphics{{{HOST}/a.png}}",
    f"${{{RUNS}}} {{{{constructor.constructor('{RUNS}')()}}}} `{RUNS}`",
    f"&lt;script&gt;{RUNS}&lt;/script&gt; &#60;img src=x onerror={RUNS}&#62;",
    f"%3Cscript%3E{RUNS}%3C/script%3E \\u003cscript\\u003e",
    f"\u202e<img src=x onerror={RUNS}>\u202c\u2028\u2029",
    "__proto__",
    f"<img src=x onerror={RUNS}>" * 20,
)
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
VIOLATIONS = """document.addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI}) => {
  console.error(`policy violation: ${violatedDirective} ${blockedURI}`);
});"""
READY = "() => document.body?.dataset.ready && !document.querySelector('[data-coming]')"
TITLED = "(word) => document.title.includes(word)"
# The page takes pastes a moment after the picture stands: it then takes a file that is held over it, too.
HEARS = """() => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([""], "any.txt"));
  return !document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer, bubbles: true, cancelable: true}));
}"""
SIZE = {"width": 1280, "height": 800}
PLACES = ("page", "SVG", "saved", "embed", "one file", "bench", "no such lesson")


class Visitor:
    """A browser that writes down what must not happen, by the place where it does."""

    def __init__(self, context: BrowserContext, port: int, folder: Path) -> None:
        self.home = f"http://127.0.0.1:{port}"
        self.asker = Asker(port)
        self.folder = folder
        self.where = ""
        self.seen = Counter[str]()
        self.bad: list[tuple[str, str, str]] = []
        context.add_init_script(VIOLATIONS)
        self.page: Page = context.new_page()
        self.page.on("dialog", self._opened)
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda said: self._said(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note("errors", str(error)))

    def _note(self, kind: str, what: str) -> None:
        self.bad.append((kind, self.where, what[:200]))

    def _opened(self, dialog: Dialog) -> None:
        self._note("dialogs", dialog.message)
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:", "file:", "about:")):
            self._note("requests", url)

    def _said(self, text: str) -> None:
        refused = "status of 4" in text  # a lesson that is not there, a program that does not parse
        if not refused:
            self._note("violations" if "policy" in text.lower() else "errors", text)

    def open(self, where: str, path: str) -> None:
        """Go to *path* and wait until it stands."""
        self.where = where
        self.page.goto("about:blank")
        self.page.goto(path if "://" in path else self.home + path)
        self.page.wait_for_function(READY)
        self.seen[where] += 1

    def paste(self, text: str) -> None:
        """As a reader does, when the page listens."""
        self.page.wait_for_function(HEARS)
        self.page.evaluate(PASTE, text)

    def board(self, label: str, where: str) -> None:
        """The graph with the label is what is shown; step, and open the program."""
        self.page.wait_for_function(TITLED, arg=re.findall(r"\w+", label)[0])
        for key in ("ArrowRight", "ArrowRight", "Enter", "Escape", "End"):
            self.page.keyboard.press(key)
        self.where = where

    def take_svg(self) -> Path:
        """The picture as a file."""
        self.page.keyboard.press("Control+e")
        button = self.page.get_by_role("dialog").get_by_role("button", name="SVG").first
        with self.page.expect_download() as coming:
            button.click()
        file = self.folder / "picture.svg"
        coming.value.save_as(file)
        return file


def run(options: Options) -> Iterator[Outcome]:
    """Every label at every place; a line for what was visited, and one for each thing that must not happen."""
    labels = LABELS[: options.count(len(LABELS))]
    with service() as server, _browser() as context, tempfile.TemporaryDirectory() as made:
        visitor = Visitor(context, server.port, Path(made))
        for label in labels:
            _everywhere(visitor, label)
    visits = ", ".join(str(visitor.seen[place]) for place in PLACES)
    whole = all(visitor.seen[place] == len(labels) for place in PLACES)
    yield Outcome(f"visits: {', '.join(PLACES)}", visits, f"{len(labels)} each", whole)
    for kind in ("dialogs", "requests", "violations", "errors"):
        found = [f"{where}: {what}" for each, where, what in visitor.bad if each == kind]
        for each in found[:3]:
            print(f"        {each}")
        yield Outcome({"requests": "foreign requests"}.get(kind, kind), str(len(found)), "none", not found)


@contextmanager
def _browser() -> Iterator[BrowserContext]:
    binary = find_browser()
    if binary is None:
        raise DidNotRun(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        yield chromium.new_context(viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
        chromium.close()


def _document(label: str) -> dict[str, Any]:
    """A small graph that has *label* wherever a word may stand."""
    nodes = [
        {"id": "x", "kind": "input", "value": 0.5, "label": label, "role": label},
        {"id": "w", "kind": "parameter", "value": -2, "label": label},
        {"id": "p", "op": "mul", "inputs": ["x", "w"], "label": label},
        {"id": "f", "op": "sin", "inputs": ["p"], "label": label},
    ]
    groups = [{"id": "g", "label": label, "nodes": ["p", "f"], "open": True}]
    return {"name": label, "nodes": nodes, "groups": groups, "outputs": ["f"], "meta": {"note": label}}


def _everywhere(visitor: Visitor, label: str) -> None:
    graph = _document(label)
    visitor.open("page", "/")
    visitor.paste(json.dumps(graph))
    visitor.board(label, "page")
    picture = visitor.take_svg()
    visitor.where = "SVG"
    visitor.page.goto(picture.as_uri())
    visitor.seen["SVG"] += 1
    made = json.loads(visitor.asker.ask("POST", f"{API}/graphs", graph)[2])
    for where, path in (("saved", f"/g/{made['id']}"), ("embed", f"/embed/g/{made['id']}")):
        visitor.open(where, path)
        visitor.board(label, where)
    written = json.loads(visitor.asker.ask("POST", f"{API}/export", {"graph": graph, "format": "html"})[2])
    file = visitor.folder / "run.html"
    file.write_text(written["content"])
    visitor.open("one file", file.as_uri())
    visitor.open("bench", "/train")
    quoted = label.replace('"', '""')
    visitor.page.evaluate(PASTE, f'"{quoted}","{quoted}",y\n1,2,0\n2,1,1\n{quoted},3,1\n')
    visitor.page.keyboard.press("Escape")
    visitor.open("no such lesson", f"/?lesson={quote(label)}")

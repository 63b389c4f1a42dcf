"""What a browser is sent is the program that stands in the repository."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app.page.files import as_sent, folder
from app.web.assets import Assets

ROOT = Path(__file__).resolve().parents[2]
# What only looks like a comment, and code that a line's end or a slash gives its meaning.
TRICKY = {
    "text.js": 'export const a = "/* no */ // comment", b = `  ${1 /* one */}  // kept\n  too`;',
    "slash.js": "export const half = 4 / 2; export const found = /\\/\\*  [/*] /.test('x') / 1;",
    "ends.js": "let a = 1\nlet b = a\n++b\nexport const c = () => {\n  return\n  b\n}\nexport {a, b}",
    "casts.js": "/** @type {A} */ (a).b = 1;\n/** One. */ export const c = /** @type {B<{d: 1}>} */ (a); // last",
}


def different(pairs: dict[str, tuple[str, str]]) -> list[str]:
    """Paths whose two texts are not the same program, by a parser that knows nothing of the packing."""
    done = subprocess.run(
        [shutil.which("node") or "node", str(ROOT / "tests/js/same_program.mjs")],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_a_module_is_sent_without_its_comments_and_means_the_same() -> None:
    """Every module of the page, compared as syntax trees; no line moves."""
    root = folder("static")
    sent = {path: asset.content.decode() for path, asset in Assets.read(root).files.items() if is_own(path)}
    written = {path: (root / path).read_text() for path in sent}
    assert len(sent) > 100
    assert different({path: (written[path], sent[path]) for path in sent}) == []
    assert all(text.count("\n") == written[path].count("\n") for path, text in sent.items())
    assert "@param" in written["js/view/canvas.js"]
    assert "@param" not in sent["js/view/canvas.js"]


def is_own(path: str) -> bool:
    """Whether the file is a module of our own."""
    return path.endswith(".js") and not path.startswith("vendor/")


@pytest.mark.parametrize("name", TRICKY)
def test_what_only_looks_like_a_comment_stays(name: str) -> None:
    """Strings, templates and regular expressions are not touched; and the comparison sees a difference."""
    text = TRICKY[name]
    assert different({name: (text, as_sent(name, text.encode()).decode())}) == []
    assert different({"one.js": ("f(1)", "f(2)")}) == ["one.js"]


def test_vendored_files_are_sent_as_they_came() -> None:
    """Licence notices included."""
    assets = Assets.read(folder("static"))
    vendored = [path for path in assets.files if path.startswith("vendor/")]
    assert vendored
    for path in vendored:
        assert assets.files[path].content == (folder("static") / path).read_bytes()

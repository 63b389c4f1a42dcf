"""
What the documents say is so: the README's blocks run, its tables are the code's, and the reference is complete.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import httpx
import pytest

from scripts.readme import refreshed

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CHANGELOG.md", "ROADMAP.md", "SECURITY.md", "PRIVACY.md", "THIRD_PARTY.md"]


def blocks(language: str) -> list[str]:
    """The README's fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The application itself, without a socket."""
    from app.main import create_app

    app = create_app()
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as asking:
            yield asking


# The README


@pytest.mark.anyio
async def test_the_readmes_curl_prints_what_the_readme_says(client: httpx.AsyncClient) -> None:
    """The one request of the first screen answers, number for number, what is printed below it."""
    words = shlex.split(next(block for block in blocks("sh") if "curl" in block).replace("\\\n", " "))
    body = words[words.index("-d") + 1]
    address = next(word for word in words if word.startswith("localhost"))

    answer = await client.post(
        f"http://{address}", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 200
    assert answer.json() == json.loads(blocks("json")[0])


def test_the_readmes_first_screen_is_what_a_visitor_needs() -> None:
    """One sentence, a picture, the two commands, one curl: in that order, within fifty lines."""
    first = "\n".join(README.splitlines()[:50])

    places = [first.index(part) for part in ("# Backprop", "![", "make run", "make test", "curl")]

    assert places == sorted(places)


def test_the_readmes_tables_are_the_codes() -> None:
    """The settings and the example of an op are as scripts/readme.py writes them from the source."""
    assert refreshed(README) == README, "Run python scripts/readme.py"


def test_every_command_of_the_readme_exists() -> None:
    """Each `make` target, script and module that the README names is there."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)\b(?=`|\s+#)", README))
    scripts = set(re.findall(r"\bscripts/\w+\.py\b", README))
    modules = {name.replace(".", "/") for name in re.findall(r"python -m (app(?:\.\w+)*)", README)}

    assert named - targets == set()
    assert [path for path in scripts if not (ROOT / path).is_file()] == []
    assert [
        m for m in modules if not (ROOT / f"{m}.py").is_file() and not (ROOT / m / "__main__.py").is_file()
    ] == []


def test_make_help_lists_every_target_with_a_description() -> None:
    """`make help` works without anything installed and names the targets of the README."""
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    named = {f"make {word}" for word in re.findall(r"\bmake ([a-z-]+)\b(?=`|\s+#)", README)}
    assert [command for command in sorted(named) if command not in said] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    """Every relative link and picture of a document exists."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_layout_names_folders_that_exist() -> None:
    """Each folder of the README's layout is there, and each folder of the repository is in it."""
    layout = README.split("## Layout")[1].split("## ")[0]
    named = {name.strip("/") for name in re.findall(r"`([\w./]+/)`", layout)}
    packages = {f"app/{path.parent.name}" for path in (ROOT / "app").glob("*/__init__.py")}

    assert [name for name in sorted(named) if not (ROOT / name).is_dir()] == []
    assert packages - named == set()


def not_there(tests: str) -> list[str]:
    """Of the tests that are named as `file::function`, or as a file, those that do not exist."""
    missing = []
    for path, function in re.findall(r"`([\w/.]+?)(?:::(\w+))?`", tests):
        file = ROOT / path
        if not file.exists() or (function and f"def {function}(" not in file.read_text()):
            missing.append(f"{path}::{function}")
    return missing


def test_every_threat_names_tests_that_exist() -> None:
    """A line of the threat model without a test that holds it is a wish."""
    rows = re.findall(
        r"^\| (?!threat)(.+) \| (.+) \| (.+) \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE
    )

    assert len(rows) > 20
    assert [(threat, test) for threat, _, test in rows if not_there(test) or "`tests/" not in test] == []


def test_the_roadmap_names_tests_that_exist() -> None:
    """A promise is open, or names a file (and a function) that holds it."""
    rows = re.findall(
        r"^\| (?!promise|---)(.+?) \| (.+?) \|$", (ROOT / "ROADMAP.md").read_text(), re.MULTILINE
    )
    missing = []
    for promise, test in rows:
        missing += [(promise, name, "") for name in not_there(test)]
        if test != "open" and "`" not in test:
            missing.append((promise, test, ""))

    assert rows
    assert missing == []


def test_every_variable_that_is_named_is_a_setting() -> None:
    """In a document, in the sample of a proxy, in the Dockerfile."""
    from app.settings import Settings

    files = [
        *PAGES,
        "Dockerfile",
        *(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*") if path.is_file()),
    ]
    text = "".join((ROOT / file).read_text(encoding="utf-8", errors="ignore") for file in files)
    named = {name.lower() for name in re.findall(r"\bBACKPROP_([A-Z_]+[A-Z])\b", text)}

    assert named - set(Settings.model_fields) == set()


# The reference


def codes_raised() -> set[str]:
    """Every error code that stands as the first word of an exception anywhere in the application."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name.endswith("Error") and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return {code for code in found if re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)}


def test_every_error_code_is_explained() -> None:
    """A code that can be answered has a title and a sentence."""
    from app.api.problems import HTTP_CODES
    from app.engine.errors import CODES

    assert codes_raised() - set(CODES) - set(HTTP_CODES) == set()


@pytest.mark.anyio
async def test_every_error_code_has_its_page(client: httpx.AsyncClient) -> None:
    """The `type` of a problem document is an address of this app that explains it."""
    from app.api.problems import HTTP_CODES
    from app.engine.errors import CODES

    answers = {code: await client.get(f"/errors/{code}") for code in [*CODES, *HTTP_CODES]}

    assert [code for code, answer in answers.items() if answer.status_code != 200] == []
    assert [code for code, answer in answers.items() if code not in answer.text] == []


@pytest.mark.anyio
async def test_the_reference_lists_every_code(client: httpx.AsyncClient) -> None:
    """Of errors and of warnings; the latter are those of the schema, which answers are held to."""
    from app.api.problems import explanations
    from app.api.reference.promises import WARNINGS
    from app.api.schemas import Warning

    page = (await client.get("/api/v1/docs")).text
    listed = {kind: set(re.findall(rf'<tr id="{kind}-([\w-]+)"', page)) for kind in ("error", "warning")}

    assert listed == {"error": set(explanations()), "warning": set(WARNINGS)}
    assert set(WARNINGS) == set(get_args(Warning.model_fields["code"].annotation))
    assert 'id="versions"' in page


def test_every_warning_that_is_told_is_a_code_of_the_schema() -> None:
    """Wherever a warning is made, its code is written out."""
    from app.api.reference.promises import WARNINGS

    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("explain", "nets")
        for path in (ROOT / "app" / folder).glob("*.py")
    )
    told = set(re.findall(r'_warning\(\s*"([a-z-]+)"', text)) | set(re.findall(r'"code": "([a-z-]+)"', text))

    assert {"nan", "kink"} <= told <= set(WARNINGS)


@pytest.mark.anyio
async def test_every_op_is_in_the_catalogue(client: httpx.AsyncClient) -> None:
    """GET /ops has every op of the registry, with a summary each."""
    from app.engine.ops import REGISTRY

    listed = (await client.get("/api/v1/ops")).json()
    ops = listed["ops"] if isinstance(listed, dict) else listed

    assert [op["name"] for op in ops] == list(REGISTRY)
    assert [op["name"] for op in ops if not op["summary"]] == []


@pytest.mark.anyio
async def test_every_route_is_in_the_reference(client: httpx.AsyncClient) -> None:
    """What answers under /api/v1 is described in the OpenAPI document; a WebSocket is in docs/stream.md."""
    from app.main import create_app

    described = (await client.get("/api/v1/openapi.json")).json()["paths"]
    routes = {
        (method.lower(), route.path)
        for route in create_app().routes
        if getattr(route, "path", "").startswith("/api/v1/")
        for method in (getattr(route, "methods", None) or ())
        if method not in ("HEAD", "OPTIONS")
    }
    itself = {("get", "/api/v1/openapi.json"), ("get", "/api/v1/docs"), ("get", "/api/v1/mlps/train/stream")}
    documented = {(method, path) for path, item in described.items() for method in item}

    assert {(m, re.sub(r":\w+}", "}", p)) for m, p in routes} - itself - documented == set()
    assert [
        (method, path)
        for path, item in described.items()
        for method, op in item.items()
        if not op.get("summary")
    ] == []

"""
The rules that keep the project in one piece, read from the source itself.

Imports point down: engine <- explain <- nets <- export; these <- lessons, api, web. The engine needs numpy and nothing
else. The pure JavaScript never touches the page. What a reader types is never run as Python or as HTML.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
JS = ROOT / "static" / "js"

# What each floor may import of the others. Top-level modules (main, settings, __main__) are "top".
FLOORS = {
    "engine": {"engine"},
    "explain": {"engine", "explain"},
    "export": {"engine", "explain", "nets", "export", "page"},
    "nets": {"engine", "explain", "nets"},
    "client": {"client"},
    "lessons": {"engine", "explain", "lessons"},
    "store": {"store"},
    "page": {"page"},
    "api": {"engine", "explain", "export", "nets", "lessons", "store", "api", "top"},
    "web": {"api", "lessons", "page", "web", "top"},
    "command": {"engine", "export", "store", "api", "command", "top"},
    "top": {"engine", "api", "lessons", "store", "web", "command", "top"},
}
PURE_FOLDERS = ("state", "graph", "layout", "geometry", "format", "draw", "editing")
MODULES = sorted(path for path in APP.rglob("*.py"))
SCRIPTS = sorted(path for path in JS.rglob("*.js") if "node_modules" not in path.parts)


def name_of(path: Path) -> str:
    """A short name for a test's id."""
    return path.relative_to(ROOT).as_posix()


def floor_of(module: tuple[str, ...]) -> str:
    """The floor that the module ``app.<module>`` stands on."""
    return module[0] if module and module[0] in FLOORS else "top"


def imports_of(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every module that *path* imports: (0, name) absolutely, (1, name below app) relatively."""
    package = path.relative_to(APP).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, tuple(alias.name.split("."))) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield 0, tuple((node.module or "").split("."))
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - (node.level - 1)]
            below = tuple(node.module.split(".")) if node.module else ()
            if below:
                yield 1, base + below
            else:  # from . import a, b
                yield from ((1, (*base, alias.name)) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    """A floor imports only itself and the floors below it."""
    floor = floor_of(path.relative_to(APP).with_suffix("").parts)

    reached = {floor_of(module) for relative, module in imports_of(path) if relative}

    assert reached <= FLOORS[floor], f"{floor} may import {sorted(FLOORS[floor])}"


LATE = re.compile(r"""import_module\("\.([\w.]+)", __package__\)""")


def files_of(path: Path) -> set[Path]:
    """The modules of the package that *path* imports, wherever in it, also for its types only."""
    named = [APP.joinpath(*module) for relative, module in imports_of(path) if relative]
    named += [
        path.parent.joinpath(*late.split(".")) for late in LATE.findall(path.read_text(encoding="utf-8"))
    ]
    # What a module hands out, or a package's own first file.
    found = {
        file
        for place in named
        for file in (place.with_suffix(".py"), place / "__init__.py", place.parent.with_suffix(".py"))
        if file.exists()
    }
    return found - {path}


IMPORTED = re.compile(
    r"""^(?:import|export)\s+(?:[\w*{}\s,]+\sfrom\s+)?["'](\.[^"']+)["']|\bimport\("(\.[^"]+)"\)(?!\.(?!then))""",
    re.MULTILINE,
)


def scripts_of(path: Path) -> set[Path]:
    """The scripts that *path* imports, at once or on first use."""
    text = path.read_text(encoding="utf-8")
    return {(path.parent / (first or second)).resolve() for first, second in IMPORTED.findall(text)}


def circle(leads: dict[Path, set[Path]]) -> list[str]:
    """The names along one circle of *leads*, if there is any."""
    left = dict(leads)
    while ends := [path for path, to in left.items() if not to & left.keys()]:
        for path in ends:
            del left[path]
    way: list[Path] = []
    at = next(iter(left), None)
    while at is not None and at not in way:
        way.append(at)
        at = min(left[at] & left.keys())
    return [name_of(path) for path in way[way.index(at) :]] if at else []


def test_nothing_imports_what_imports_it() -> None:
    """So that a file can be read, tested and moved without the one that reads it."""
    assert circle({path: files_of(path) for path in MODULES}) == []
    assert circle({path: scripts_of(path) for path in SCRIPTS}) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_package_never_names_itself(path: Path) -> None:
    """Imports inside the package are relative: it is called app here and backprop_visualizer in a wheel."""
    own = [
        module
        for relative, module in imports_of(path)
        if not relative and module[0] in ("app", "backprop_visualizer")
    ]

    assert own == []


@pytest.mark.parametrize("path", sorted((APP / "engine").rglob("*.py")), ids=name_of)
def test_the_engine_needs_numpy_only(path: Path) -> None:
    """The engine runs in a bare interpreter with numpy."""
    foreign = {
        module[0]
        for relative, module in imports_of(path)
        if not relative and module[0] not in sys.stdlib_module_names | {"numpy"}
    }

    assert foreign == set()


def calls_of(path: Path) -> set[str]:
    """The names of every function that *path* calls by a plain name."""
    return {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_text_is_ever_run_as_python(path: Path) -> None:
    """No eval, exec or compile, no pickle, no parser of Python: a reader's text meets our own grammar only."""
    modules = {module[0] for relative, module in imports_of(path) if not relative}

    assert calls_of(path) & {"eval", "exec", "compile", "__import__"} == set()
    assert modules & {"pickle", "marshal", "shelve", "ast", "code", "runpy"} == set()


# Names of attributes that are computed: of our own columns, settings, options and modules, each time from our own list.
COMPUTED = {
    "app/api/descending.py",
    "app/api/reference/pages.py",
    "app/api/registry.py",
    "app/command/programs.py",
    "app/engine/graph.py",
    "app/export/formats.py",
    "app/nets/survey.py",
    "app/store/sql.py",
}


def test_no_attribute_is_named_by_a_reader() -> None:
    """Where one is looked up by a computed name is listed here: whoever adds a place says that its names are ours."""
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            looks_up = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "getattr",
                "setattr",
                "delattr",
            )
            if looks_up and not isinstance(node.args[1], ast.Constant):  # type: ignore[attr-defined]
                found.add(name_of(path))

    assert found == COMPUTED


def without_comments(text: str) -> str:
    """JavaScript with its comments blanked (block comments, and lines that are nothing but one)."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", "", text)


PURE = [path for path in SCRIPTS if path.relative_to(JS).parts[0] in PURE_FOLDERS]


def test_pure_modules_never_touch_the_page(tmp_path: Path) -> None:
    """Plain data in, plain data out: to the type checker without a browser's names, no name of the page is known."""
    tsc = JS / "node_modules" / ".bin" / "tsc"
    if not tsc.exists():
        pytest.skip("TypeScript is not installed: run make setup")
    browserless = json.loads((JS / "jsconfig.json").read_text())["compilerOptions"] | {"lib": ["es2023"]}
    config = {"compilerOptions": browserless, "files": [str(path) for path in PURE]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(config))

    said = subprocess.run([tsc, "-p", tmp_path], capture_output=True, text=True, check=False).stdout

    # `location` is let through: the layout's worker client asks it whether a script is our own.
    page = "document|window|self|localStorage|sessionStorage|navigator|history|getComputedStyle"
    lines = said.splitlines()
    assert [line for line in lines if re.search(rf"Cannot find name '(?:{page}|HTML\w+|SVG\w+)'", line)] == []


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_modules_import_pure_modules_only(path: Path) -> None:
    """A pure module reaches no other than pure ones, signals excepted."""
    text = without_comments(path.read_text())
    wanted = re.findall(r"""^(?:import|export)\b(?:[^;"']*\bfrom)?\s*["']([^"']+)["']""", text, re.MULTILINE)
    local = [(path.parent / name).resolve() for name in wanted if name.startswith(".")]
    bare = {name for name in wanted if not name.startswith(".")}

    assert bare <= {"@preact/signals-core"}
    assert [name_of(target) for target in local if target.relative_to(JS).parts[0] not in PURE_FOLDERS] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_data_never_becomes_markup_or_script(path: Path) -> None:
    """No innerHTML and its kin, no style attribute (the policy refuses it), no eval."""
    text = without_comments(path.read_text())
    forbidden = (
        r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML"
        r"|setAttribute\(\s*[\"']style|\beval\(|new Function\(|renderToString"
    )

    assert re.findall(forbidden, text) == []


def tracked() -> list[Path]:
    """Every text file of the repository that is ours."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    binary = {".png", ".woff2", ".ico", ".gif"}
    return [p for p in paths if p.is_file() and p.suffix not in binary and "vendor" not in p.parts]


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    """Packages come from wherever the reader's pip and npm look; no path of a developer's disk is of use to others."""
    # Put together here, or this file would find itself.
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry." + "npmjs",
        "/".join(["", "home", ""]),
        "/".join(["", "root", ""]),
    ]
    pattern = re.compile(
        "|".join(map(re.escape, [*hosts, "/".join(["", "work", ""]), "/".join(["", "Users", ""])]))
    )

    found = [
        f"{name_of(path)}: {match.group()}"
        for path in tracked()
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_no_file_is_too_long_to_read() -> None:
    """Past 450 lines a second idea must move out (lists of declarations and generated files excepted)."""
    lists = {"app/engine/kernels.py", "static/js/format/widths.js", "app/api/schemas.py"}

    long = [
        f"{name_of(path)}: {lines}"
        for path in [*MODULES, *SCRIPTS]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450 and name_of(path) not in lists
    ]

    assert long == []

"""
``backprop-visualizer evaluate | export | grade``: the API's answers without a server, from files or standard input.

What is read becomes the body of the API's request, and what is printed is the API's answer: a script that grows out of
its shell loop changes nothing but the way it asks. A file that begins with ``{`` is a graph document, or a request as
the API takes it; anything else is a program.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from ..api.evaluate import DETAILS
from ..api.registry import work_of
from ..api.work import Context, answer
from ..engine.errors import EngineError
from ..export.formats import FORMATS
from ..settings import Settings

REFUSED = 1
_STDIN = "-"


class Refused(Exception):
    """What was given cannot be read or is refused, or what was found cannot be written; the message says why."""


def main(name: str, arguments: Sequence[str]) -> int:
    """Do the work *name* as *arguments* say; the exit status: 0, or 1 where the API would have refused."""
    try:
        wanted = PARSERS[name](name).parse_args(arguments)
        body = wanted.body(wanted)
        settings = Settings()
        # One's own machine may take its time: the deadline is for visitors.
        limits = replace(settings.limits, max_seconds=math.inf)
        found = answer(work_of(name), orjson.dumps(body), Context(limits, settings.json_depth))
        if found.status != 200:
            raise Refused(_complaint(orjson.loads(found.body)))
        wanted.tell(found.body, wanted)
    except (Refused, EngineError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _evaluating(name: str) -> argparse.ArgumentParser:
    command = _parser(
        name, "Evaluate a program or a graph: every value, gradient and step, as POST /evaluate answers."
    )
    command.add_argument("--detail", choices=DETAILS, help="how much is told (default: trace, all of it)")
    command.set_defaults(body=_whole, keys=("detail", "output", "seed"), tell=_print_json)
    return command


def _exporting(name: str) -> argparse.ArgumentParser:
    command = _parser(name, "Take a run along, as POST /export writes it.")
    command.add_argument("--format", choices=tuple(FORMATS), required=True)
    command.add_argument(
        "-o", "--to", type=Path, metavar="TO", help="file to write (default: standard output)"
    )
    command.set_defaults(body=_whole, keys=("format", "output", "seed"), tell=_write_content)
    return command


def _grading(name: str) -> argparse.ArgumentParser:
    command = _parser(
        name,
        "Mark answers, as POST /grade does. The status is 0 whatever the marks, and 1 where none can be given.",
    )
    command.add_argument(
        "questions",
        nargs="?",
        metavar="QUESTIONS",
        help='a JSON list of {"node": "x", "quantity": "gradient", "answer": "4"}, with "edge" in place of "node" for '
        "what an edge carries; left out where FILE is a whole request",
    )
    command.set_defaults(body=_with_questions, keys=("output", "seed"), tell=_print_json)
    return command


EXAMPLES = {
    "evaluate": """\
    echo "f = (x + y) * z" | backprop-visualizer evaluate - --set x=-2 --set y=5 --set z=-4
    backprop-visualizer evaluate graph.json --detail gradients""",
    "export": """\
    backprop-visualizer export graph.json --format tikz -o graph.tex
    backprop-visualizer export program.txt --set x=2 --format html -o run.html""",
    "grade": """\
    echo '[{"node": "x", "quantity": "gradient", "answer": "-4"}]' > answers.json
    backprop-visualizer grade program.txt answers.json --set x=-2
    for f in answers/*.json; do backprop-visualizer grade program.txt "$f" > "$f.marks"; done""",
}

PARSERS: dict[str, Callable[[str], argparse.ArgumentParser]] = {
    "evaluate": _evaluating,
    "export": _exporting,
    "grade": _grading,
}


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(
        prog=f"backprop-visualizer {name}",
        description=description,
        epilog=EXAMPLES[name]
        + "\n\nLimits are the server's settings, but for the file's size and the time it may take.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "file", metavar="FILE", help="a program, a graph document or a request; - is standard input"
    )
    command.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="inputs",
        help="the value of a leaf: a number or a JSON array (may be given many times)",
    )
    command.add_argument("--output", metavar="NODE", help="node to differentiate, where there are several")
    command.add_argument(
        "--seed",
        type=_seed,
        metavar="VALUE",
        help="the gradient entering at the output, of its shape (default: 1)",
    )
    return command


def _whole(wanted: argparse.Namespace) -> dict[str, Any]:
    """The body of the request: what the file says, and what the options add."""
    text = _text_of(wanted.file)
    document = text.lstrip().startswith("{")
    body: dict[str, Any] = _request(text, wanted.file) if document else {"expression": text}
    inputs = dict(_setting(one) for one in wanted.inputs)
    if inputs:
        there = body.get("inputs") or {}
        if not isinstance(there, dict):
            raise Refused("The request's inputs are no object, so --set cannot add to them.")
        body["inputs"] = {**there, **inputs}
    return body | {key: value for key in wanted.keys if (value := getattr(wanted, key)) is not None}


def _with_questions(wanted: argparse.Namespace) -> dict[str, Any]:
    if wanted.questions == wanted.file == _STDIN:
        raise Refused("Program and questions cannot both come from standard input.")
    body = _whole(wanted)
    if wanted.questions is not None:
        return body | {"questions": _json(_text_of(wanted.questions), wanted.questions)}
    if "questions" not in body:
        raise Refused(
            f"{_named(wanted.file)} asks nothing. After it, name a JSON file with a list of "
            '{"node": "x", "quantity": "gradient", "answer": -4}.'
        )
    return body


def _request(text: str, name: str) -> dict[str, Any]:
    """A JSON object as a request: a graph document is the graph of one."""
    found: dict[str, Any] = _json(text, name)
    return {"graph": found} if "nodes" in found else found


def _text_of(name: str) -> str:
    if name == _STDIN and sys.stdin is None:
        raise Refused("Standard input is closed.")
    try:
        content = sys.stdin.buffer.read() if name == _STDIN else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{_named(name)} is not UTF-8.") from None
    except OSError as error:
        raise Refused(f"{_named(name)} cannot be read: {error.strerror}.") from None


def _named(name: str) -> str:
    return "standard input" if name == _STDIN else name


def _json(text: str, name: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Refused(f"{_named(name)}, {place}: this is not JSON ({error.msg}).") from None


def _setting(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"--set takes NAME=VALUE, not {text}.")
    return name.strip(), _value(value.strip(), f"--set {text}")


def _seed(text: str) -> Any:
    return _value(text.strip(), f"--seed {text}")


def _value(text: str, setting: str) -> Any:
    """What the option *setting* gives: JSON, or a number in any spelling of a shell's, as .5, +5 or inf."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        number = float(text)
    except ValueError:
        raise Refused(f"{setting}: give a number or a JSON array, as 0.5 or [1, 2].") from None
    if math.isfinite(number):
        return number
    if any(letter.isdigit() for letter in text):
        raise Refused(f"{setting}: the largest number is about 1.8e308.")
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _print_json(content: bytes, wanted: argparse.Namespace) -> None:
    del wanted
    _print(content.decode() + "\n")


def _write_content(content: bytes, wanted: argparse.Namespace) -> None:
    text: str = orjson.loads(content)["content"]
    if wanted.to is None:
        _print(text)
        return
    try:
        wanted.to.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{wanted.to} cannot be written: {error.strerror}.") from None


def _print(text: str) -> None:
    if sys.stdout is None:
        raise Refused("Standard output is closed.")
    sys.stdout.write(text)


def _complaint(problem: dict[str, Any]) -> str:
    """A problem document as a person reads it: each error with its place and what to do."""
    lines = []
    for error in problem.get("errors") or [{"message": problem["detail"]}]:
        span, hint, snippet = (error.get(key) for key in ("span", "hint", "snippet"))
        if error.get("code") == "missing-value" and error["node"]:
            meant = f"{hint} " if "Did you mean" in (hint or "") else ""
            hint = f"{meant}Add --set {error['node']}=NUMBER."
        place = f"line {span['line']}, column {span['column']}" if span else _path(error.get("loc", ()))
        message = error["message"]
        if not message.startswith(place):
            message = f"{place}: {message}"
        lines += [message, *(text for text in (snippet, hint) if text and text not in message)]
    return "\n".join(lines)


def _path(loc: Sequence[str | int]) -> str:
    """A place in the request as one writes it, ``graph.nodes[2].op``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")

"""
Every operation of the API with its words, its models and worked examples.

Answers are not written down here: `openapi` runs the examples, so what the reference prints is what the server says.
"""

from __future__ import annotations

from dataclasses import asdict

from ...engine.ops import REGISTRY
from ...export.formats import FORMATS
from ...lessons import LESSONS, LISTED, PLAYLISTS
from .. import catalogue, lesson_schemas, lessons, schemas
from .networks import NETWORKS
from .operation import Operation as Operation
from .operation import Query, get, post

CURL = {"expression": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}
DRAWN = {
    "name": "Chain rule",
    "nodes": [
        {"id": "x", "kind": "input", "value": -2},
        {"id": "w", "kind": "parameter", "value": 5, "role": "weight"},
        {"id": "c", "kind": "constant", "value": -4},
        {"id": "q", "kind": "op", "op": "add", "inputs": ["x", "w"]},
        {"id": "f", "kind": "op", "op": "mul", "inputs": ["q", "c"]},
    ],
    "outputs": ["f"],
}


def _by_category() -> dict[str, str]:
    """The signatures of all ops, as a program writes them."""
    found: dict[str, list[str]] = {}
    for op in REGISTRY.values():
        found.setdefault(op.category, []).append(f"`{op.signature}`")
    return {category: ", ".join(signatures) for category, signatures in found.items()}


OPERATIONS: tuple[Operation, ...] = (
    post(
        "evaluate",
        "Evaluate",
        "Run forward and backward once",
        "Values, gradients, every node, every edge with upstream, local and downstream gradient, and the steps in the "
        "order in which a teacher would tell them. Nothing is stored.",
        request=schemas.EvaluateRequest,
        answer=schemas.EvaluateAnswer,
        examples={
            "Text": CURL,
            "A graph document, gradients only": {"graph": DRAWN, "detail": "gradients"},
            "Columns": CURL | {"detail": "nodes", "format": "columns"},
            "Two steps of the trace": CURL | {"steps": [5, 6]},
            "Tensors, and a seed for an output that is no scalar": {
                "expression": "y = W @ x",
                "inputs": {"W": [[1, 2], [3, 4]], "x": [1, -1]},
                "seed": [1, 1],
                "detail": "nodes",
            },
            "Forward mode": {
                "expression": "x = 2\nf = x**2 + x",
                "mode": "forward",
                "wrt": "x",
                "detail": "gradients",
            },
            "What can be evaluated of an unfinished graph": {
                "expression": "q = x + y\nf = q * z",
                "inputs": {"x": 1, "y": 2},
                "partial": True,
                "detail": "nodes",
            },
            "Numbers that are not finite": {"expression": "x = 0\nf = log(x)", "detail": "gradients"},
        },
        mistakes={
            "An op that does not exist": {"expression": "f = tahn(q)"},
            "A missing value": {"expression": "f = x * y", "inputs": {"x": 1}},
            "Shapes that do not fit": {"expression": "A = [[1, 2]]\nB = [[1, 2]]\nf = A @ B"},
        },
    ),
    post(
        "evaluate/batch",
        "Evaluate",
        "Run a batch of rows",
        "The same graph for every row of `columns`. Gradients are per row, never summed. Each warning is told once, in "
        "the words of the first row that has it: `rows` says how many have it, `first_row` which is the first, "
        "counting from 0. `vanishing` and `exploding` are about one row's path, and told by `/evaluate` only.",
        request=schemas.BatchRequest,
        answer=schemas.BatchAnswer,
        examples={
            "Two rows and a weight": {
                "expression": "q = x * w\nf = q**2",
                "columns": {"x": [1, 2]},
                "inputs": {"w": 3},
                "nodes": ["q"],
            }
        },
        mistakes={
            "Columns of different lengths": {
                "expression": "f = x * y",
                "columns": {"x": [1, 2], "y": [1, 2, 3]},
            }
        },
    ),
    post(
        "check",
        "Evaluate",
        "Compare gradients with measurement",
        "Central differences for every number of every input and parameter. `kink` is where no derivative exists, and "
        "where the output turns faster than float64 numbers lie, so that nothing can be measured. With `nudge`, one "
        "value is moved along one edge only, which shows what that edge alone contributes.",
        request=schemas.CheckRequest,
        answer=schemas.CheckAnswer,
        examples={
            "The chain rule, and a nudge": CURL
            | {"nudge": {"source": "q", "target": "f", "index": 0, "step": 0.01}},
            "A kink": {"expression": "x = 0\nf = relu(x)"},
        },
        mistakes={
            "An edge that is not there": CURL
            | {"nudge": {"source": "x", "target": "f", "index": 0, "step": 0.01}}
        },
    ),
    post(
        "parse",
        "Language",
        "Text to graph document",
        "Nodes come in the order in which they are completed; `outputs` is the last statement.",
        request=schemas.ParseRequest,
        answer=schemas.GraphAnswer,
        examples={"A weighted input": {"expression": "x = -2\nw: parameter = 5\nf = x*w"}},
        mistakes={"A slip that one edit mends": {"expression": "f = 2x"}},
    ),
    post(
        "print",
        "Language",
        "Graph document to text",
        "With `source`, only changed statements are written anew: comments and order stay.",
        request=schemas.PrintRequest,
        answer=schemas.PrintAnswer,
        examples={"The graph above": {"graph": DRAWN}},
        mistakes={"A cycle": {"graph": {"nodes": [{"id": "a", "op": "neg", "inputs": ["a"]}]}}},
    ),
    post(
        "expand",
        "Rewriting",
        "Open a composite",
        "Puts the op's primitives in its place, in a group. The last primitive keeps the id; values and gradients at "
        "the border stay the same.",
        request=schemas.ExpandRequest,
        answer=schemas.ExpandAnswer,
        examples={
            "Sigmoid's parts": {
                "graph": {"nodes": [{"id": "x", "value": 0}, {"id": "s", "op": "sigmoid", "inputs": ["x"]}]},
                "node": "s",
            }
        },
        mistakes={"A leaf": {"graph": {"nodes": [{"id": "x", "value": 0}]}, "node": "x"}},
    ),
    post(
        "collapse",
        "Rewriting",
        "Close a group",
        "The opposite of expanding, whose answer can be posted as it is; a group that was edited inside is refused.",
        request=schemas.CollapseRequest,
        answer=schemas.GraphAnswer,
        examples={
            "A square": {
                "graph": {
                    "nodes": [{"id": "x", "value": 3}, {"id": "s", "op": "mul", "inputs": ["x", "x"]}],
                    "groups": [{"id": "s", "op": "square", "nodes": ["s"]}],
                },
                "group": "s",
            },
            "What expanding answered": {
                "graph": {
                    "nodes": [{"id": "x", "value": 3}, {"id": "s", "op": "mul", "inputs": ["x", "x"]}],
                    "groups": [{"id": "s", "op": "square", "nodes": ["s"]}],
                },
                "group": {"id": "s", "op": "square", "nodes": ["s"]},
            },
        },
        mistakes={
            "A group of the user's own": {
                "graph": {"nodes": [{"id": "x"}], "groups": [{"id": "g", "nodes": ["x"]}]},
                "group": "g",
            }
        },
    ),
    post(
        "descend",
        "Evaluate",
        "Walk downhill",
        "Gradient descent on the leaves of any scalar graph. A path that leaves the finite numbers ends with the entry "
        "that shows it.",
        request=schemas.DescendRequest,
        answer=schemas.DescendAnswer,
        examples={
            "Two steps down a parabola": {
                "expression": "x = 3\nf = x**2",
                "optimizer": {"kind": "sgd", "learning_rate": 0.1},
                "steps": 2,
            }
        },
        mistakes={
            "An optimizer that does not exist": {
                "expression": "x = 3\nf = x**2",
                "optimizer": {"kind": "adm", "learning_rate": 0.1},
                "steps": 2,
            }
        },
    ),
    post(
        "export",
        "Take along",
        "Write a run in another form",
        "One forward and one backward pass, as a file to keep: "
        + ", ".join(f"`{name}` is {row.summary}" for name, row in FORMATS.items())
        + ". Whatever stands in names and labels is escaped for the form it lands in.",
        request=schemas.ExportRequest,
        answer=schemas.ExportAnswer,
        examples={
            "The trace as tables": CURL | {"format": "markdown"},
            "A NumPy program": {"graph": DRAWN, "format": "numpy"},
        },
        mistakes={"A form that does not exist": CURL | {"format": "markdwon"}},
    ),
    post(
        "grade",
        "Evaluate",
        "Mark answers",
        "Each answer is held against the true number, and a wrong one against what well-known slips give. "
        "Right is within 1 %, or the true number rounded to the answer's digits, at least two significant ones; right "
        "formulas agree with it at random points, always the same ones. Slips, in the order in which they are looked "
        "for: `sign`; `missing-path`, where arrivals at a node that is used several times were not all added; "
        "`missing-upstream`, a local gradient alone, or a chain that ends before the output; `wrong-input`, the number "
        "of another operand; `value-instead-of-derivative`; `wrong-input` again, of any other node; `rounding`, within "
        "5 %; `other`. A slip's own number met exactly goes before `rounding`, one met within 1 % comes after it. "
        "A formula for a value may not name the node itself, nor what is made from it. What cannot be read is a wrong "
        "answer with a hint that says why, and costs the others nothing; a node, an edge or a number that is not there "
        "is the asker's slip, and 422. Where no question is about a gradient, no `seed` is needed. An answer has at "
        "most 1,000 characters, and with `answers` its result has the true `value`.",
        request=schemas.GradeRequest,
        answer=schemas.GradeAnswer,
        examples={
            "Numbers and a formula": CURL
            | {
                "questions": [
                    {"node": "f", "quantity": "value", "answer": "-12"},
                    {"node": "x", "quantity": "gradient", "answer": "z"},
                    {"node": "x", "quantity": "gradient", "answer": "4"},
                    {"node": "y", "quantity": "gradient", "answer": "1"},
                    {
                        "edge": {"source": "q", "target": "f", "index": 0},
                        "quantity": "local",
                        "answer": "3",
                    },
                ]
            },
            "Paths that meet, with the true numbers": {
                "expression": "x = 3\nf = x*x + x",
                "questions": [
                    {"node": "x", "quantity": "gradient", "answer": "6"},
                    {"node": "x", "quantity": "gradient", "answer": "2*x + 1"},
                    {"node": "x", "quantity": "gradient", "answer": "2x + 1"},
                ],
                "answers": True,
            },
        },
        mistakes={
            "A node that is not there": CURL
            | {"questions": [{"node": "w", "quantity": "gradient", "answer": "1"}]}
        },
    ),
    *NETWORKS,
    get(
        "/api/v1/ops",
        "ops",
        "Catalogue",
        "The op reference",
        "Of every operation name, signature, LaTeX of the value and of the local gradients (`out` is the op's own "
        "value), kinks, domain and decomposition, in palette order. The example shows two of them. There are "
        + "; ".join(f"{category}: {signatures}" for category, signatures in _by_category().items())
        + ".",
        answer=schemas.OpsAnswer,
        show=lambda: {"ops": [catalogue.describe(REGISTRY[name]) for name in ("mul", "leaky_relu")]},
    ),
    get(
        "/api/v1/lessons",
        "lessons",
        "Catalogue",
        "The lesson library",
        "Every lesson in a line. The example shows one.",
        answer=lesson_schemas.LessonsAnswer,
        show=lambda: {"lessons": [lessons.summary(LESSONS["chain-rule"])]},
    ),
    get(
        "/api/v1/lessons/{slug}",
        "lesson",
        "Catalogue",
        "One lesson",
        "Its program, the graph of it as it is drawn, its words, and the digits printed in the deck. A `variant` has "
        "other numbers, the same for the same seed for ever, chosen so that no answer is 0, beyond writing down or "
        "at a kink, and as far as possible no two are the same by chance. `answers` adds what the engine computes for "
        "them: the sheet by which a student's answers are marked, and the same numbers that `/grade` goes by. A lesson "
        "of the kind `network` has no program: its `bench` holds runs, each a whole request for `/mlps/train`, and "
        "where the bench stands when it opens. It has neither variants nor an answer sheet.",
        answer=lesson_schemas.Lesson,
        queries=(
            Query("slug", "path", "Which lesson; one of `/lessons`.", {"enum": list(LISTED)}, "chain-rule"),
            Query(
                "variant",
                "query",
                "Seed of other numbers; any text.",
                {"type": "string", "maxLength": 64},
                "7",
            ),
            Query("answers", "query", "1 for the answer sheet.", {"enum": ["0", "1"]}, "1"),
        ),
        show=lambda: lessons.describe(LESSONS["chain-rule"], "7", with_answers=True),
    ),
    get(
        "/api/v1/playlists",
        "playlists",
        "Catalogue",
        "Lessons in the order of each lecture",
        "Slugs, in order, and a note to the teacher for each.",
        answer=lesson_schemas.PlaylistsAnswer,
        show=lambda: {"playlists": [asdict(playlist) for playlist in PLAYLISTS.values()]},
    ),
    get(
        "/health/live",
        "live",
        "Health",
        "Whether the server lives",
        "For supervisors: the event loop turns.",
        answer=schemas.Health,
        show=lambda: {"status": "live"},
    ),
    get(
        "/health/ready",
        "ready",
        "Health",
        "Whether the server takes work",
        "For load balancers: 503 while starting and stopping, and where the store of saved graphs cannot be opened or "
        "written; what needs no store is answered all the same. Where the host has set `BACKPROP_METRICS`, `/metrics` "
        "stands beside it: requests by method, route and status, their seconds, and waiting computations, as "
        "Prometheus text.",
        answer=schemas.Health,
        show=lambda: {"status": "ready"},
    ),
)

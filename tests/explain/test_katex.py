"""Every line that can be shown is LaTeX that KaTeX sets without a complaint."""

import json
import subprocess

import pytest

from app.engine.document import read_document
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate, forward
from app.engine.program import parse
from app.explain.latex import ROLES
from app.explain.trace import steps

# Strict: warnings are errors too. The macros are the page's, here without their colours.
RENDER = """
require(process.argv[1]);
const {lines, macros} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const katex = globalThis.katex ?? require(process.argv[1]);
const complaints = [];
for (const line of lines) {
  try { katex.renderToString(line, {macros: {...macros}, strict: "error", throwOnError: true, displayMode: true}); }
  catch (error) { complaints.push(`${line}: ${error.message}`); }
}
console.log(JSON.stringify(complaints));
"""

PROGRAMS = [
    "w0: parameter = 2\nsigma = -1\ny_hat = sigmoid(w0*sigma)\nloss_1 = (y_hat - 1e-9)**2",
    "x = 1e300\nf = x*x - x*x",
    "x = -1\nf = log(x) + sqrt(-x)",
    "W: parameter = [[1, 2], [3, 4]]\nx = [5, 6]\nf = sum(relu(W @ x + 1)) / 1e7",
    "x = [[[1, 2]], [[3, 4]]]\nf = mean(x)",
    "A = [[1, 2], [3, 4]]\nB = [[5, 6], [7, 8]]\nf = sum(A.T @ B.T) + sum((A**2) @ exp(B)) + sum((A @ B).T @ A[0].T)",
    "x = [1, -2]\nk = 3\nf = sum(k*x*x/x**2 + exp(x) + sigmoid(x)*tanh(x))",
    "x = [[1, 2], [3, 4]]\nb = [10, 20]\nf = sum(mean(x + b, axis=0) * softmax(x, axis=0)[0] + logsumexp(x))",
    "x = [[1, 2], [3, 4]]\nf = norm(x[0]) + sum(norm(x, axis=1)) + max(x) + sum(min(x, axis=0))",
    "h = [0.5, 2]\nt = [1, 1]\nf = half_mse(h, t) + mse(h, t) + sse(h, t) + hinge(h, t) + bce_with_logits(h, t)",
    "p = [[0.2, 0.8], [0.6, 0.4]]\nt = [1, 0]\nf = cce(p, t) + cce_with_logits(p, p) + bce(p, p)",
    "x = 3\ny = 2\nf = where(x > y, x, y)*2 + (-x)**2 + 2**-x",
    "e = 2\nw0 = 1\nw_0 = 2\nf = exp(e)*exp(-e)*w0*w_0",
    "x = [1, 2]\ny = [3, 4]\nf = concat(x, y) @ stack(1, 2, 3, x[0]) + sum(outer(x, y).T @ reshape(x, [2, 1]))",
    "a_name_that_goes_on_and_on_and_on = 2\n_x = 3\nf = a_name_that_goes_on_and_on_and_on * _x",
]


def lines_of(run):
    """Both lines of every step."""
    return [step[line] for step in steps(run) for line in ("latex", "numbers")]


def lines_of_op(op, example):
    """The trace of one op on one of its examples, seeded where it is no scalar."""
    attrs = example[-1] if isinstance(example[-1], dict) else {}
    values = [value for value in example if not isinstance(value, dict)]
    names = [f"x{i}" for i in range(len(values))]
    nodes = [{"id": name, "kind": "input", "value": value} for name, value in zip(names, values, strict=True)]
    nodes.append({"id": "f", "kind": "op", "op": op.name, "inputs": names, "attrs": attrs})
    graph = read_document({"nodes": nodes, "outputs": ["f"]})
    value = forward(graph).values[-1]
    seed = None if isinstance(value, float) else (value * 0 + 1).tolist()
    return lines_of(evaluate(graph, seed=seed))


def complaints_about(lines, node, root):
    """What KaTeX says against *lines*."""
    macros = {f"\\{role}": "#1" for role in ROLES}
    sent = json.dumps({"lines": lines, "macros": macros})
    katex = root / "static" / "vendor" / "katex" / "katex.min.js"
    ran = subprocess.run(
        [node, "-e", RENDER, str(katex)], input=sent, capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


def test_katex_sets_every_op_of_the_registry(node, root):
    """Value, local gradients and numbers of every op on every one of its examples."""
    lines = [line for op in REGISTRY.values() for example in op.examples for line in lines_of_op(op, example)]
    assert len(lines) > 500
    assert complaints_about(lines, node, root) == []


@pytest.mark.parametrize("text", PROGRAMS)
def test_katex_sets_names_numbers_and_tensors(text, node, root):
    """Greek, accents, words, powers of ten, infinities, matrices."""
    assert complaints_about(lines_of(evaluate(parse(text).graph)), node, root) == []


def test_katex_is_listened_to(node, root):
    """The checker is checked: an unknown command and an unbalanced brace are heard."""
    assert len(complaints_about([r"\nosuch{x}", "{x", "x"], node, root)) == 2


@pytest.mark.parametrize("text", PROGRAMS)
def test_braces_balance(text):
    """In every line, also where no Node is around to ask."""
    for line in lines_of(evaluate(parse(text).graph)):
        bare = line.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}")

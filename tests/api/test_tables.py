"""The tables of an answer: what a local gradient is when it is too large to write out."""

from app.api.tables import edge_objects
from app.engine.passes import evaluate
from app.engine.program import parse


def test_an_operator_names_nodes_as_steps_do():
    """Set as mathematics, w_out as w with a subscript; with the shapes at hand put in."""
    square = [[0.1] * 20] * 20
    text = f"w_out: parameter = {square}\nx_hat = {square}\nf = sum(w_out @ x_hat)"
    edges = {edge["source"]: edge["local"] for edge in edge_objects(evaluate(parse(text).graph))}
    assert edges["w_out"] == {"kind": "operator", "formula": r"\hat{x}^{\top}"}
    assert edges["x_hat"] == {"kind": "operator", "formula": r"w_{\mathrm{out}}^{\top}"}
    many = [[0.1] * 100] * 50
    text = f"h = {many}\nt = {many}\nJ = half_mse(h, t)"
    edges = {edge["source"]: edge["local"] for edge in edge_objects(evaluate(parse(text).graph))}
    assert edges["h"] == {"kind": "operator", "formula": r"\frac{1}{50} (h - t)"}

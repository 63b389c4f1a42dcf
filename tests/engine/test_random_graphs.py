"""Five hundred random graphs, every gradient of each, against the autograd library on textbook formulas."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate, forward, tangents
from app.engine.rewrite import expand
from tests.engine.random_graphs import random_document
from tests.oracles.textbook import TEXTBOOK

GRAPHS = 500
BATCH = 25


# Beyond this the textbook's exp overflows, which is why ops are not computed as in textbooks.
MODERATE = 100.0


def documents(batch):
    """The graphs of one batch, each with its seed."""
    for number in range(batch, GRAPHS, GRAPHS // BATCH):
        for attempt in range(100):
            rng = np.random.default_rng([number, attempt])
            document = random_document(rng, int(rng.integers(3, 30)), tensors=number % 3 > 0)
            leaves = [node["value"] for node in document["nodes"] if node["kind"] != "op"]
            if max(np.abs(np.asarray(value, float)).max() for value in leaves) < MODERATE:
                yield (number, attempt), document
                break


def weights(shape):
    """A gradient to enter at an output of *shape*: no two entries the same."""
    return 1.0 + np.arange(np.prod(shape, dtype=int)).reshape(shape) / 8


def evaluated(graph):
    """The run of *graph* with `weights` as its seed."""
    value = forward(graph).values[graph.slot[graph.outputs[0]]]
    return evaluate(graph, seed=weights(np.shape(value)).tolist())


def by_autograd(document):
    """The output's value and its gradient by every leaf that is no constant, by rules that are not ours."""
    leaves = [node for node in document["nodes"] if node["kind"] in ("input", "parameter")]

    def output(*given):
        values = {
            node["id"]: np.asarray(node["value"], float) for node in document["nodes"] if node["kind"] != "op"
        }
        values |= {node["id"]: value for node, value in zip(leaves, given, strict=True)}
        for node in document["nodes"]:
            if node["kind"] == "op":
                operands = [values[name] for name in node["inputs"]]
                values[node["id"]] = TEXTBOOK[node["op"]](anp, *operands, **node.get("attrs", {}))
        out = values[document["outputs"][0]]
        return anp.sum(out * weights(anp.shape(out))) + 0.0 * sum(anp.sum(value) for value in given)

    start = [np.asarray(node["value"], float) for node in leaves]
    if not leaves:
        return float(output()), {}
    gradients = autograd.grad(output, list(range(len(leaves))))(*start)
    return float(output(*start)), {node["id"]: g for node, g in zip(leaves, gradients, strict=True)}


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_every_gradient_agrees_with_autograd(batch):
    """Value and all gradients to 1e-9, scalars and tensors, every op of the registry."""
    for seed, document in documents(batch):
        value, gradients = by_autograd(document)
        run = evaluated(read_document(document))

        out = run.values[run.output]
        weighed = np.sum(out * weights(np.shape(out)))
        np.testing.assert_allclose(weighed, value, rtol=1e-10, atol=1e-12, err_msg=f"seed {seed}")
        assert set(run.leaf_gradients()) == set(gradients)
        for name, gradient in run.leaf_gradients().items():
            np.testing.assert_allclose(
                gradient, gradients[name], rtol=1e-9, atol=1e-10, err_msg=f"seed {seed}, d/d{name}"
            )


def test_the_five_hundred_graphs_use_every_op():
    """No op is left to luck."""
    used = {
        node.get("op") for batch in range(GRAPHS // BATCH) for _, d in documents(batch) for node in d["nodes"]
    }

    assert used - {None} == set(REGISTRY) == set(TEXTBOOK)


@pytest.mark.parametrize("batch", range(0, GRAPHS // BATCH, 4))
def test_forward_and_reverse_mode_agree(batch):
    """A pass forward along a direction gives the reverse gradient weighed by that direction."""
    for seed, document in documents(batch):
        graph = read_document(document)
        run = evaluated(graph)
        for name, gradient in run.leaf_gradients().items():
            direction = np.random.default_rng(seed).standard_normal(np.shape(gradient))
            along = tangents(graph, name, direction.tolist())[1][run.output]
            along = np.sum(along * weights(np.shape(along)))

            np.testing.assert_allclose(
                along,
                np.sum(gradient * direction),
                rtol=1e-9,
                atol=1e-10,
                err_msg=f"seed {seed}, along {name}",
            )


@pytest.mark.parametrize("batch", range(0, GRAPHS // BATCH, 4))
def test_opening_composites_changes_no_gradient(batch):
    """With every composite of the graph taken apart the leaves' gradients are the same numbers."""
    for seed, document in documents(batch):
        closed = read_document(document)
        opened = closed
        for node in closed.nodes:
            if node.op and REGISTRY[node.op].primitives is not None:
                opened, _ = expand(opened, node.id)
        expected = evaluated(closed).leaf_gradients()

        for name, gradient in evaluated(opened).leaf_gradients().items():
            np.testing.assert_allclose(
                gradient, expected[name], rtol=1e-8, atol=1e-9, err_msg=f"seed {seed}, d/d{name}"
            )

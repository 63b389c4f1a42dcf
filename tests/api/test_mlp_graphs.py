"""A network written out as a graph says the same as the network: its loss, its gradients, at three depths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.oracles import networks as oracle

from .conftest import Api

DEPTHS = ("layer", "neuron", "scalar")


def graph_of(api: Api, granularity: str, spec: Any, parameters: Any, x: Any, y: Any) -> Any:
    body = {"spec": spec, "parameters": parameters, "x": x, "y": y, "granularity": granularity}
    answer = api.post("/mlps/graph", oracle.as_json(body))
    assert answer.status_code == 200, answer.text
    return answer.json()["graph"]


def evaluated(api: Api, graph: Any) -> Any:
    answer = api.post("/evaluate", {"graph": graph, "detail": "gradients"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def names_of(name: str, granularity: str, shape: tuple[int, ...]) -> Any:
    """Ids of a parameter's numbers, in its shape; the parameter's own id where it is one node."""
    if granularity == "layer":
        return name.replace("a", "slope")
    stem = {"W": "w", "b": "b", "a": "slope"}[name[0]] + name[1:]
    ids = np.empty(shape, dtype=object)
    for at in np.ndindex(shape):
        ids[at] = "_".join([stem, *(str(i + 1) for i in at)])
    return ids


@pytest.mark.parametrize("seed", range(200))
def test_the_graph_has_the_networks_loss_and_gradients(api: Api, seed: int) -> None:
    """Random networks and batches, against autograd: to 1e-10 at each depth."""
    spec, parameters, x, y = oracle.random_network(seed)
    total, gradients = float(oracle.total(spec, parameters, x, y)), oracle.gradients(spec, parameters, x, y)

    for depth in DEPTHS:
        found = evaluated(api, graph_of(api, depth, spec, parameters, x, y))

        assert found["value"] == pytest.approx(total, rel=1e-10, abs=1e-12), depth
        for name, gradient in gradients.items():
            ids = names_of(name, depth, np.shape(gradient))
            told = found["gradients"]
            mine = (
                told[ids] if isinstance(ids, str) else np.vectorize(lambda each, told=told: told[each])(ids)
            )
            np.testing.assert_allclose(mine, gradient, rtol=1e-10, atol=1e-10, err_msg=f"{name} {depth}")


SPEC = {
    "inputs": 2,
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 2, "activation": "softmax"}],
    "loss": "cce",
}


def test_each_neuron_is_a_closed_group_with_its_weights(api: Api) -> None:
    """One example: what a neuron is made of stands in its group, and outside are inputs, targets and the loss."""
    graph = graph_of(api, "neuron", SPEC, None, [[1, 2]], [[1]])

    groups = {group["id"]: group for group in graph["groups"]}
    inside = {name for group in groups.values() for name in group["nodes"]}
    assert list(groups) == ["n1_1", "n1_2", "n1_3", "n2_1", "n2_2", "softmax2"]
    assert not any(group["open"] for group in groups.values())
    assert groups["n1_2"]["nodes"] == "w1_2_1 w1_2_2 b1_2 p1_2_1 p1_2_2 s1_2_2 z1_2 a1_2".split()
    assert {node["id"] for node in graph["nodes"]} - inside == {
        "x1",
        "x2",
        "ln2",
        "minus2",
        "y2",
        "loss2",
        "loss",
    }


@pytest.mark.parametrize("granularity", DEPTHS)
def test_every_node_has_a_place_and_no_two_share_one(api: Api, granularity: str) -> None:
    """The stored layout covers what is drawn: nodes, and closed groups in place of theirs."""
    graph = graph_of(api, granularity, SPEC, None, [[1, 2]], [[1]])

    places = graph["layout"]["nodes"]
    inside = {name for group in graph["groups"] for name in group["nodes"]}
    drawn = [node["id"] for node in graph["nodes"] if node["id"] not in inside]
    drawn += [f"group:{group['id']}" for group in graph["groups"]]
    assert set(drawn) <= set(places)
    assert len({tuple(places[name]) for name in drawn}) == len(drawn)


def test_wires_run_to_the_right(api: Api) -> None:
    """In every column layout what is read stands left of who reads it."""
    for granularity in DEPTHS:
        graph = graph_of(api, granularity, SPEC, None, [[1, 2]], [[1]])
        owner = {name: f"group:{group['id']}" for group in graph["groups"] for name in group["nodes"]}
        places = graph["layout"]["nodes"]
        for node in graph["nodes"]:
            for source in node.get("inputs", ()):
                ends = owner.get(source, source), owner.get(node["id"], node["id"])
                assert ends[0] == ends[1] or places[ends[0]][0] < places[ends[1]][0], (granularity, ends)


def test_without_targets_the_graph_ends_in_the_predictions(api: Api) -> None:
    """Nothing of a loss is in it."""
    body = {"spec": SPEC, "x": [[1, 2]], "granularity": "scalar"}
    graph = api.post("/mlps/graph", body).json()["graph"]

    assert graph["outputs"] == ["a2_1", "a2_2"]
    assert not any(node["id"].startswith(("loss", "y")) for node in graph["nodes"])


def test_a_batch_past_the_limit_of_nodes_is_refused_before_it_is_built(api: Api) -> None:
    """The hint says what fits."""
    answer = api.post("/mlps/graph", {"spec": SPEC, "x": [[1, 2]] * 1000, "granularity": "neuron"})

    assert answer.status_code == 413
    first = answer.json()["errors"][0]
    assert (first["code"], first["hint"]) == (
        "node-limit",
        "Give one example. The host sets this limit, by BACKPROP_NODES.",
    )

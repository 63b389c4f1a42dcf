"""``POST /expand`` and ``POST /collapse``: the whole answers."""

from __future__ import annotations

from typing import Any

from .conftest import Api
from .test_http import the_problem

SIGMOID: dict[str, Any] = {
    "nodes": [
        {"id": "x", "kind": "input", "value": 0.5},
        {"id": "s", "kind": "op", "op": "sigmoid", "inputs": ["x"]},
    ],
    "outputs": ["s"],
    "groups": [],
    "layout": {},
    "meta": {},
}
PARTS = [
    ("s__c1", None, None, -1.0),
    ("s__mul1", "mul", ["x", "s__c1"], None),
    ("s__exp1", "exp", ["s__mul1"], None),
    ("s__c2", None, None, 1.0),
    ("s__add1", "add", ["s__exp1", "s__c2"], None),
    ("s__c3", None, None, -1.0),
    ("s", "pow", ["s__add1", "s__c3"], None),
]


def ask(api: Api, path: str, **request: Any) -> dict[str, Any]:
    answer = api.post(path, request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def test_sigmoid_opens_into_the_parts_of_the_deck(api: Api) -> None:
    """mul by the constant -1, exp, add 1, pow -1; the last keeps the id, and the group remembers the op."""
    found = ask(api, "/expand", graph=SIGMOID, node="s")
    group = {
        "id": "s",
        "op": "sigmoid",
        "attrs": {},
        "label": None,
        "nodes": [part[0] for part in PARTS],
        "parent": None,
        "open": True,
    }
    assert found["group"] == group
    assert found["graph"] | {"nodes": []} == SIGMOID | {"nodes": [], "groups": [group]}
    nodes = found["graph"]["nodes"]
    assert nodes[0] == SIGMOID["nodes"][0]
    assert [(n["id"], n.get("op"), n.get("inputs"), n.get("value")) for n in nodes[1:]] == PARTS


def test_opening_changes_no_number_and_closing_gives_the_graph_back(api: Api) -> None:
    """Value and gradient at the border stay what they were."""
    opened = ask(api, "/expand", graph=SIGMOID, node="s")
    before = ask(api, "/evaluate", graph=SIGMOID, detail="gradients")
    after = ask(api, "/evaluate", graph=opened["graph"], detail="gradients")
    assert (
        after["value"] == before["value"] and abs(after["gradients"]["x"] - before["gradients"]["x"]) < 1e-15
    )
    assert ask(api, "/collapse", graph=opened["graph"], group="s") == {"graph": SIGMOID}
    assert ask(api, "/collapse", **opened) == {"graph": SIGMOID}


def test_a_group_that_was_edited_inside_is_not_folded(api: Api) -> None:
    """group-changed, with the group as the place."""
    opened = ask(api, "/expand", graph=SIGMOID, node="s")["graph"]
    opened["nodes"][4]["value"] = 2
    assert the_problem(api.post("/collapse", {"graph": opened, "group": "s"}), 422, "group-changed")[
        "loc"
    ] == ["group"]


def test_a_group_without_an_op_is_not_folded(api: Api) -> None:
    """It stands for nothing."""
    own = SIGMOID | {"groups": [{"id": "g", "nodes": ["s"]}]}
    assert the_problem(api.post("/collapse", {"graph": own, "group": "g"}), 422, "group-has-no-op")[
        "loc"
    ] == ["group"]


def test_what_cannot_be_opened(api: Api) -> None:
    """A leaf, a primitive, an open port, a stranger."""
    nodes = [
        {"id": "x", "value": 1},
        {"id": "e", "op": "exp", "inputs": ["x"]},
        {"id": "o", "op": "sigmoid", "inputs": [None]},
    ]
    for node, code in (
        ("x", "not-a-composite"),
        ("e", "not-a-composite"),
        ("o", "open-port"),
        ("s1", "unknown-node"),
    ):
        the_problem(api.post("/expand", {"graph": {"nodes": nodes}, "node": node}), 422, code)
    the_problem(api.post("/collapse", {"graph": {"nodes": nodes}, "group": "g"}), 422, "unknown-group")
    for group, code, loc in (
        ({"op": "sigmoid"}, "missing-key", ["group", "id"]),
        ({"id": 1}, "wrong-type", ["group", "id"]),
        ({"id": "g", "node": []}, "unknown-key", ["group", "node"]),
        ({"id": "g"}, "unknown-group", ["group"]),
    ):
        answer = api.post("/collapse", {"graph": {"nodes": nodes}, "group": group})
        assert the_problem(answer, 422, code)["loc"] == loc


def test_names_layout_and_meta_survive(api: Api) -> None:
    """None of them is the rewriter's business."""
    kept = {
        "name": "A neuron",
        "meta": {"colour": [1, {"deep": None}]},
        "layout": {"nodes": {"x": [10, 20.5]}},
    }
    opened = ask(api, "/expand", graph=SIGMOID | kept, node="s")["graph"]
    closed = ask(api, "/collapse", graph=opened, group="s")["graph"]
    assert {key: closed[key] for key in kept} == kept

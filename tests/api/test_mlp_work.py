"""Networks are worked on where graphs are: small work at once, all else by the worker processes."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api

SMALL = {"inputs": 2, "layers": [{"units": 3, "activation": "tanh"}, {"units": 1}], "loss": "mse"}
LARGE = {"inputs": 200, "layers": [{"units": 200, "activation": "tanh"}, {"units": 1}], "loss": "mse"}
RULE = {"kind": "adam", "learning_rate": 0.01}
FEW, MANY = {"x": [[0.1, 0.2]], "y": [[1]]}, {"x": [[0.1, 0.2]] * 400, "y": [[1]] * 400}


def deep(layers: int, activation: str = "gelu") -> Any:
    """A network of many layers of one unit."""
    return {"inputs": 1, "layers": [{"units": 1, "activation": activation}] * layers, "loss": "mse"}


ONE = {"x": [[0.1]], "y": [[1]]}
CALLS: list[tuple[str, Any, Any]] = [
    ("/mlps/init", {"spec": SMALL}, {"spec": LARGE}),
    ("/mlps/evaluate", {"spec": SMALL, **FEW}, {"spec": LARGE, "x": [[0.1] * 200]}),
    ("/mlps/graph", {"spec": SMALL, **FEW}, {"spec": LARGE, "x": [[0.1] * 200]}),
    (
        "/mlps/train",
        {"spec": SMALL, "data": FEW, "optimizer": RULE, "epochs": 1},
        {"spec": SMALL, "data": MANY, "optimizer": RULE, "epochs": 50},
    ),
    ("/mlps/export", {"spec": SMALL, "format": "numpy"}, {"spec": LARGE, "format": "numpy"}),
    ("/datasets/digits", {"n": 10}, {}),
]
DEEP: list[tuple[str, Any, Any]] = [
    ("/mlps/init", {"spec": deep(20)}, {"spec": deep(1000)}),
    ("/mlps/evaluate", {"spec": deep(10), **ONE}, {"spec": deep(300), **ONE}),
    ("/mlps/graph", {"spec": deep(10), **ONE}, {"spec": deep(300), **ONE}),
    *(
        (
            "/mlps/train",
            {"spec": deep(4), "data": ONE, "optimizer": RULE, "epochs": epochs},
            {"spec": deep(layers), "data": ONE, "optimizer": RULE, "epochs": epochs},
        )
        for epochs, layers in ((0, 300), (1, 100), (10, 60))
    ),
    (
        "/mlps/train",
        {"spec": SMALL, "data": FEW, "optimizer": RULE, "epochs": 0},
        {"spec": SMALL, "data": {"dataset": "moons", "n": 20_000}, "optimizer": RULE, "epochs": 0},
    ),
    ("/mlps/export", {"spec": deep(4), "format": "numpy"}, {"spec": deep(300), "format": "numpy"}),
]


@pytest.mark.parametrize(
    "path, small, large", CALLS + DEEP, ids=[call[0] for call in CALLS] + [f"{call[0]} deep" for call in DEEP]
)
def test_large_work_leaves_the_event_loop(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str, small: Any, large: Any
) -> None:
    """What takes long is handed to the pool, which answers; what does not is answered without it."""
    pool, handed = api.app.state.desk.pool, []
    run = pool.run

    async def counted(client: str, name: str, body: bytes) -> Any:
        handed.append(name)
        return await run(client, name, body)

    monkeypatch.setattr(pool, "run", counted)

    assert api.post(path, small).status_code == 200 and handed == []
    assert api.post(path, large).status_code == 200 and handed == [path[1:]]


@pytest.mark.parametrize("path", ["/mlps/init", "/mlps/train"])
def test_too_many_layers_are_refused_before_any_is_read(api: Api, path: str) -> None:
    """A layer is eight nodes of a graph, whose limit holds; what the layers are is not looked at."""
    found = api.post(path, {"spec": deep(1250) | {"layers": [None] * 1251}})

    assert found.status_code == 413
    problem = found.json()
    assert problem["code"] == "node-limit" and problem["errors"][0]["loc"] == ["spec", "layers"]
    assert api.post("/mlps/init", {"spec": deep(1250)}).status_code == 200

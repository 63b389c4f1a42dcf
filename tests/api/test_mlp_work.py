"""Networks are worked on where graphs are: small work at once, all else by the worker processes."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api

SMALL = {"inputs": 2, "layers": [{"units": 3, "activation": "tanh"}, {"units": 1}], "loss": "mse"}
LARGE = {"inputs": 200, "layers": [{"units": 200, "activation": "tanh"}, {"units": 1}], "loss": "mse"}
RULE = {"kind": "adam", "learning_rate": 0.01}
FEW, MANY = {"x": [[0.1, 0.2]], "y": [[1]]}, {"x": [[0.1, 0.2]] * 400, "y": [[1]] * 400}

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


@pytest.mark.parametrize("path, small, large", CALLS, ids=[call[0] for call in CALLS])
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

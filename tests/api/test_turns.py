"""Sharing out the event loop: after a little work, others go first."""

from __future__ import annotations

import asyncio

import pytest

from app.api import turns
from app.api.turns import Turns


class Stage:
    """Pieces of work that take turns beside a coroutine that only ever yields."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.seen: list[str] = []

    async def work(self, name: str, client: str = "") -> None:
        async with self.turns.of(client):
            self.seen.append(name)
            if name == "broken":
                raise ValueError(name)

    async def beside(self) -> None:
        for _ in range(12):
            self.seen.append(".")
            await asyncio.sleep(0)

    async def play(self, *names: str) -> str:
        tasks = [asyncio.create_task(self.work(name)) for name in names]
        tasks.append(asyncio.create_task(self.beside()))
        async with asyncio.timeout(5):
            await asyncio.gather(*tasks, return_exceptions=True)
        return "".join(self.seen).rstrip(".")


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No piece of work is so short that another may follow."""
    monkeypatch.setattr(turns, "SHARE_S", -1.0)
    monkeypatch.setattr(turns, "LARGEST_SHARE_S", -1.0)


@pytest.mark.usefixtures("one_at_a_time")
def test_long_work_leaves_a_turn_between() -> None:
    """Whatever else is ready runs between any two pieces, and nobody is overtaken."""
    seen = asyncio.run(Stage().play("a", "b", "c"))
    assert seen.replace(".", "") == "abc"
    assert "ab" not in seen and "bc" not in seen


def test_short_work_is_done_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changing turns has a price, so a little is done at once."""
    monkeypatch.setattr(turns, "SHARE_S", 60.0)
    assert asyncio.run(Stage().play("a", "b", "c")) == "abc"


@pytest.mark.usefixtures("one_at_a_time")
def test_work_that_fails_hands_on() -> None:
    """A refused request leaves nobody waiting."""
    seen = asyncio.run(Stage().play("a", "broken", "c"))
    assert seen.replace(".", "") == "abrokenc"


@pytest.mark.usefixtures("one_at_a_time")
@pytest.mark.parametrize("after", range(5))
def test_work_that_is_given_up_hands_on(after: int) -> None:
    """Whether its turn had come already or not."""

    async def play() -> list[str]:
        stage = Stage()
        tasks = [asyncio.create_task(stage.work(name)) for name in "abcd"]
        for _ in range(after):
            await asyncio.sleep(0)
        tasks[1].cancel()
        async with asyncio.timeout(5):
            await asyncio.gather(*tasks, return_exceptions=True)
        return stage.seen

    assert [name for name in asyncio.run(play()) if name != "b"] == ["a", "c", "d"]


@pytest.mark.usefixtures("one_at_a_time")
def test_clients_take_turns() -> None:
    """Whoever has a hundred connections does not make another wait for all of them."""

    async def play() -> list[str]:
        stage = Stage()
        asked = [asyncio.create_task(stage.work("m", "many")) for _ in range(100)]
        asked += [asyncio.create_task(stage.work(name, "few")) for name in "ab"]
        async with asyncio.timeout(5):
            await asyncio.gather(*asked)
        return stage.seen

    seen = asyncio.run(play())
    assert len(seen) == 102
    assert seen.index("a") <= 2 and seen.index("b") <= 4


def test_beside_much_else_the_share_is_as_long_as_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything else takes 80 ms a turn, pieces of 1 ms are let in eight at a time, not one."""
    now = [0.0]
    monkeypatch.setattr(turns, "perf_counter", lambda: now[0])

    async def play() -> list[str]:
        stage = Stage()

        async def work() -> None:
            async with stage.turns.of(""):
                stage.seen.append("w")
                now[0] += 0.0011

        async def beside() -> None:
            for _ in range(20):
                stage.seen.append(".")
                now[0] += 0.08
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(each()) for each in (*[work] * 40, beside)]
        async with asyncio.timeout(5):
            await asyncio.gather(*tasks)
        return stage.seen

    runs = "".join(asyncio.run(play())).split(".")
    assert max(map(len, runs)) in (7, 8)
    assert sum(map(len, runs)) == 40

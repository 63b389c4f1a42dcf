"""
Hostile input: thousands of requests, messages and bytes, each with what must come back.

First one after the other, then all at once from many clients, while others ask something simple. What the table wants
stands in `corpus`; what holds for every answer in `corpus.judging`.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from .corpus.asking import Asker
from .corpus.case import LATEST_S, SOON_S, TO_ITS_LIMIT_S, V1, Answer, Case, Kept, value_is
from .corpus.judging import LARGEST, at_a_limit, complaints, is_problem, refused, tells
from .corpus.table import every_case
from .figure import Options, Outcome
from .service import Service, service

AT_LEAST = 600
MOST_MIB = 300
AT_ONCE = 16
HEALTH = Case("", "the live probe", "/health/live", "200", None, "GET", {})
HEALTH_S = 0.1
PRODUCT = b'{"expression": "f = x * y", "inputs": {"x": 3, "y": 4}}'
SIMPLE = Case("", "a simple request", f"{V1}/evaluate", "200", PRODUCT, look=value_is(12.0))
Asked = list[tuple[Case, Answer]]


def run(options: Options) -> Iterator[Outcome]:
    """A line for each rule; one for each input that was not answered as expected, up to twenty of them."""
    with service() as server, Watch(server) as watch:
        cases = every_case(keep(server.port))[:: max(1, round(1 / options.scale))]
        asker = Asker(server.port)
        with Beside(server, HEALTH) as health:
            asked = [(case, asker.ask(case)) for case in cases]
        yield from told(asked)
        slow = quantiles([answer.seconds for answer in health.answers], n=100)[98]
        yield Outcome(
            "live probe beside them, 99 of 100 within",
            f"{slow * 1000:.0f} ms",
            "under 100 ms",
            slow < HEALTH_S,
        )
        yield Outcome(
            "memory grew by, at most",
            f"{watch.most():.0f} MiB",
            f"under {MOST_MIB} MiB",
            watch.most() < MOST_MIB,
        )
        yield from together(server, cases)
        yield from afterwards(server)


def keep(port: int) -> Kept:
    """Save a graph and a run of it, for what speaks of saved ones."""
    asker = Asker(port)
    graph = {"nodes": [{"id": "x", "value": 2}, {"id": "f", "op": "neg", "inputs": ["x"]}], "outputs": ["f"]}
    saved = json.loads(asker.ask(Case("", "", f"{V1}/graphs", "201", json.dumps(graph).encode())).body)
    run = json.loads(asker.ask(Case("", "", f"{V1}/graphs/{saved['id']}/runs", "201", b"{}")).body)
    return Kept(saved["id"], saved["edit_token"], saved["etag"], run["id"])


class Watch:
    """Looks at the memory of all processes ten times a second, as long as the block lasts."""

    def __init__(self, server: Service) -> None:
        self._server = server
        self._before = self._most = server.memory_mib()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def most(self) -> float:
        """By how much it grew, in MiB, where it was highest."""
        return self._most - self._before

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self._most = max(self._most, self._server.memory_mib())


class Beside:
    """Somebody else, who asks the same thing twenty times a second as long as the block lasts."""

    def __init__(self, server: Service, case: Case) -> None:
        self.answers: list[Answer] = []
        self._case, self._asker = case, Asker(server.port)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._over.wait(0.05) or len(self.answers) < 2:
            self.answers.append(self._asker.ask(self._case))


def told(asked: Asked) -> Iterator[Outcome]:
    """What the table says of the answers."""
    yield Outcome("hostile inputs", f"{len(asked):,}", f"{AT_LEAST} at least", len(asked) >= AT_LEAST)
    yield from _as_expected(asked)
    broken = [f"{answer.status} {case.name}" for case, answer in asked if 500 <= answer.status < 600]
    yield Outcome("answers of 5xx", str(len(broken)), f"none {', '.join(broken[:3])}".strip(), not broken)
    yield from _slowest(asked)
    errors = [(case, answer) for case, answer in asked if refused(answer)]
    problems = sum(is_problem(*each) for each in errors)
    library = sum(
        case.plain and answer.headers.get("content-type", "").startswith("text/plain")
        for case, answer in errors
    )
    yield Outcome(
        "refusals that are problem documents", f"{problems:,} of {len(errors):,}",
        f"all; {library} that are no HTTP, in plain text", problems == len(errors),
    )  # fmt: skip
    largest = max(len(answer.body) for _, answer in errors)
    yield Outcome("the largest of them", f"{largest:,} bytes", f"{LARGEST:,} at most", largest <= LARGEST)
    telling = sum(tells(answer) for _, answer in errors)
    yield Outcome("with a traceback, or the path of a file", str(telling), "none", telling == 0)


def _as_expected(asked: Asked) -> Iterator[Outcome]:
    found = {f"{case.family}: {case.name}": complaints(case, answer) for case, answer in asked}
    wrong = {name: said for name, said in found.items() if said}
    right = f"{len(asked) - len(wrong):,} of {len(asked):,}"
    yield Outcome("answered as expected", right, "all", not wrong)
    for name, said in list(wrong.items())[:20]:
        yield Outcome(f"  {name}"[:64], "; ".join(said)[:60], "as the table says", False)


def _slowest(asked: Asked) -> Iterator[Outcome]:
    for what, within_s in (
        ("expression", SOON_S),
        ("other", LATEST_S),
        ("that runs to a limit of 5 s", TO_ITS_LIMIT_S),
    ):
        seconds, name = max(
            ((answer.seconds, case.name) for case, answer in asked if case.within_s == within_s),
            default=(0.0, ""),
        )
        yield Outcome(
            f"slowest {what}: {name}"[:64], f"{seconds:.2f} s", f"under {within_s:g} s", seconds < within_s
        )


def together(server: Service, cases: list[Case]) -> Iterator[Outcome]:
    """All of them again, from many clients at once and in another order, while others ask something simple."""
    order = random.Random(6).sample(cases, len(cases))

    def share(mine: list[Case]) -> Asked:
        asker = Asker(server.port)
        return [(case, asker.ask(case)) for case in mine]

    with Beside(server, SIMPLE) as others, ThreadPoolExecutor(AT_ONCE) as clients:
        shares = list(clients.map(share, [order[k::AT_ONCE] for k in range(AT_ONCE)]))
    asked = [each for one in shares for each in one]
    wrong = [
        case.name for case, answer in asked if answer.status not in case.statuses and not at_a_limit(answer)
    ]
    yield Outcome(
        f"{AT_ONCE} at once: as expected, or that a limit was reached",
        f"{len(asked) - len(wrong):,} of {len(asked):,}",
        "all" if not wrong else f"not {', '.join(wrong[:5])}",
        not wrong,
    )
    right = [answer for answer in others.answers if not complaints(SIMPLE, answer)]
    yield Outcome(
        "simple requests beside them, right",
        f"{len(right)} of {len(others.answers)}",
        "all",
        len(right) == len(others.answers),
    )


def afterwards(server: Service) -> Iterator[Outcome]:
    """That it is the same server still, that it answers, and what it wrote of all this."""
    answer = Asker(server.port).ask(SIMPLE)
    said = complaints(SIMPLE, answer)
    yield Outcome("its next answer", "right" if not said else "; ".join(said), "right", not said)
    alive = server.process.poll() is None
    yield Outcome("the server's process", "lives" if alive else "ended", "lives", alive)
    lines = server.log.read_bytes().splitlines()
    torn = [line for line in lines if not _is_a_line(line)]
    yield Outcome(
        "lines of its log that are no JSON, or of an error",
        f"{len(torn)} of {len(lines):,}",
        "none",
        not torn,
    )


def _is_a_line(line: bytes) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("level") in ("info", "warning")

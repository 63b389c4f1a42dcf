"""
The HTTP rows: processor time of the server per request, the tail, and the cold start.

A server is a process (ours with its workers a tree of them), and what is counted is what the kernel says the tree has
run, so the client and whatever else the machine does fall out. Linux only, for that is where the figures are in /proc.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = {2: 1500, 100: 400, 1000: 60}  # a turn of each size
TAIL_REQUESTS = 2000
HEADERS = {"content-type": "application/json"}
PATH = "/api/v1/evaluate"


class Server:
    """A running server and one connection to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port)

    def post(self, body: bytes, path: str = PATH) -> bytes:
        """Send one request, an evaluation, and read the whole answer."""
        self.connection.request("POST", path, body, HEADERS)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(content[:500].decode())
        return content

    def cpu_s(self) -> float:
        """Seconds that the process and its children have run."""
        return sum(map(run_s, tree(self.process.pid)))

    def per_request_s(self, body: bytes, count: int) -> float:
        """Processor seconds of the server for one request, over *count* of them."""
        self.connection.close()  # an idle one may have been closed by the server; it opens again by itself
        before = self.cpu_s()
        for _ in range(count):
            self.post(body)
        return (self.cpu_s() - before) / count


def tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def run_s(pid: int) -> float:
    """Time on a processor, in seconds, of all threads of *pid*; the scheduler counts nanoseconds."""
    return (
        sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())
        / 1e9
    )


def free_port() -> int:
    """A port nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*arguments: str) -> Iterator[Server]:
    """Start ``python -m ARGUMENTS PORT`` and wait until it answers at all."""
    port = free_port()
    command = [sys.executable, "-m", *(word.format(port=port) for word in arguments)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError(f"{process.args!r} did not start")


def neurons(ops: int) -> dict[str, Any]:
    """
    A healthy graph of *ops* ops as a document: neurons tanh(x*w + b), four ops each, and their sum.

    The random graphs of the engine's rows are half dead, and half of an answer about them is warnings.
    """
    rng = random.Random(0)
    nodes: list[dict[str, Any]] = [{"id": "total0", "kind": "input", "value": 0.1}]

    def op(name: str, kind: str, *inputs: str) -> str:
        nodes.append({"id": name, "kind": "op", "op": kind, "inputs": list(inputs)})
        return name

    total = "total0"
    for k in range(ops // 4):
        leaves = [f"{letter}{k}" for letter in "xwb"]
        nodes += [{"id": leaf, "kind": "input", "value": rng.uniform(-0.8, 0.8)} for leaf in leaves]
        weighted = op(f"m{k}", "mul", leaves[0], leaves[1])
        active = op(f"a{k}", "tanh", op(f"z{k}", "add", weighted, leaves[2]))
        total = op(f"total{k + 1}", "add", total, active)
    for k in range(ops % 4):
        total = op(f"end{k}", "mul" if k else "add", total, "total0")
    return {"nodes": nodes, "outputs": [total]}


def body_of(ops: int, **wanted: str) -> bytes:
    """A request to evaluate *ops* ops."""
    return json.dumps({"graph": neurons(ops)} | wanted).encode()


def report(rounds: int) -> None:
    """Measure and print every HTTP row."""
    if not sys.platform.startswith("linux"):
        print("http: not run, the figures come from /proc")
        return
    print(
        f"median of {rounds} rounds, servers in turns; processor time of the server's processes per request"
    )
    print(f"{'what':58}{'against':14}{'ours us':>12}{'peer us':>12}{'ratio':>8}{'goal':>9}")
    with ExitStack() as stack:
        ours = stack.enter_context(running("app", "--port", "{port}"))
        echo = stack.enter_context(running("benchmarks.servers", "echo", "{port}"))
        for ops, goal in ((2, 1.0), (100, 0.8), (1000, 0.6)):
            body = body_of(ops, detail="nodes", format="columns")
            _compare(
                f"POST /evaluate, nodes in columns, {ops} ops", "echo", goal, ours, echo, body, ops, rounds
            )
        _objects(stack, ours, rounds)
        _tail(ours)
    _cold_start(rounds)


def _objects(stack: ExitStack, ours: Server, rounds: int) -> None:
    if importlib.util.find_spec("torch") is None:
        print("POST /evaluate, objects: not run: PyTorch is not installed")
        return
    peer = stack.enter_context(running("benchmarks.servers", "pytorch", "{port}"))
    for detail, words in (("nodes", "objects, every edge"), ("trace", "objects, steps too")):
        for ops, goal in ((2, 0.4), (100, 0.3), (1000, 0.3)):
            what = f"POST /evaluate, {words}, {ops} ops"
            _compare(what, "PyTorch", goal, ours, peer, body_of(ops, detail=detail), ops, rounds)


def _compare(
    what: str, against: str, goal: float, ours: Server, peer: Server, body: bytes, ops: int, rounds: int
) -> None:
    count = REQUESTS[ops]
    times: tuple[list[float], list[float]] = ([], [])
    for server in (ours, peer):
        server.per_request_s(body, 20)  # warm
    for _ in range(rounds):
        for side, server in zip(times, (ours, peer), strict=True):
            side.append(server.per_request_s(body, count))
    _line(what, against, statistics.median(times[0]), statistics.median(times[1]), goal)


def _line(what: str, against: str, ours_s: float, peer_s: float, goal: float) -> None:
    ratio = ours_s / peer_s
    verdict = "" if ratio <= goal else "  short of it"
    figures = f"{ours_s * 1e6:12,.0f}{peer_s * 1e6:12,.0f}{ratio:7.2f}x{f'<={goal:g}x':>9}"
    print(f"{what:58}{against:14}{figures}{verdict}", flush=True)


def _tail(ours: Server) -> None:
    """The hundredth slowest of a hundred against the middle one, on one connection."""
    body = body_of(1000, detail="nodes", format="columns")
    times = []
    ours.connection.close()  # as above
    for _ in range(TAIL_REQUESTS):
        begin = time.perf_counter()
        ours.post(body)
        times.append(time.perf_counter() - begin)
    cuts = statistics.quantiles(times, n=100)
    _line("p99 of a 1,000-op evaluate, one connection", "its p50", cuts[98], cuts[49], 2.0)


def _cold_start(rounds: int) -> None:
    """From starting the process to the first answer, against importing numpy and fastapi in a bare one."""
    ours, peer = [], []
    body = body_of(2)
    for _ in range(max(5, rounds)):
        begin = time.perf_counter()
        with running("app", "--port", "{port}") as server:
            server.post(body)
            ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import numpy, fastapi"], check=True, cwd=ROOT)
        peer.append(time.perf_counter() - begin)
    _line(
        "cold start to the first answer",
        "bare imports",
        statistics.median(ours),
        statistics.median(peer),
        1.6,
    )

"""
A worker process: reads questions from standard input, computes, writes replies to standard output.

Started by `compute.Pool`, never by hand. Its memory is bounded, it ends itself if a computation outlives its deadline
and nobody is left to kill it, and it ends with the server, whose end of the pipe closes. Where both want the processor
it steps back: the server answers everybody, a worker one.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
import traceback
from typing import BinaryIO

from ..allocator import give_back
from ..engine.limits import Limits
from . import frames, problems
from .keeping import inner_of
from .problems import Problem
from .registry import work_of
from .work import Context, answer, finished

try:
    import resource
except ImportError:  # Windows has no limits of this kind; deadline and kill remain
    resource = None  # type: ignore[assignment]


COLLECT_S = 1.0
NICER = 5  # as `nice` counts it: about a third of the processor where the server takes the rest


def main() -> None:
    """Answer questions until the input ends. The first argument holds the settings as JSON."""
    told = json.loads(sys.argv[1])
    context = Context(Limits(**told["limits"]), told["json_depth"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the pipe
    questions, replies = _take_standard_streams()
    _bound_memory(told["memory_mib"])
    _step_back()
    give_back()
    gc.freeze()
    gc.set_threshold(50_000)
    collected = time.monotonic()
    replies.write(frames.LENGTH.pack(0))  # ready
    replies.flush()
    while (content := frames.read(questions)) is not None:
        name, body = frames.parse_question(content)
        _set_alarm(told["compute_s"] + 1.0)
        found = _answer(name, body, context)
        _set_alarm(0.0)
        replies.write(frames.reply(found))
        replies.flush()
        # Few questions make objects enough for the collector to come by itself, and one circle may hold large arrays.
        if time.monotonic() - collected > COLLECT_S:
            del content, body, found
            gc.collect()
            collected = time.monotonic()


def _answer(name: str, body: bytes, context: Context) -> Problem:
    """The answer; a mistake of ours is told as one and logged, and the process goes on."""
    try:
        inner = inner_of(name)
        if inner is not None:
            return finished(lambda: inner(frames.split(body), context))
        return answer(work_of(name), body, context)
    except Exception:
        traceback.print_exc()
        return problems.problem(problems.mistake())


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes to ourselves: a stray print must not end up inside a frame."""
    questions = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return questions, replies


def _bound_memory(mib: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (mib * 1024 * 1024,) * 2)


def _step_back() -> None:
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICER)


def _set_alarm(seconds: float) -> None:
    """End this process after *seconds* by the default action of SIGALRM; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()

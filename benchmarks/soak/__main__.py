"""
Print the figures: ``python -m benchmarks.soak [--scale S] [--set NAME=VALUE] [name ...]``.

Exit status 0 where every line was reached, 1 where one fell short, 3 where a figure could not run here.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import time
from collections.abc import Sequence

from .figure import FIGURES, DidNotRun, Figure, Options, Outcome

SHORT, DID_NOT_RUN = 1, 3
BUSY = 2.0  # of the load average, which the figure before may have raised, too


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line names; the exit status."""
    names = [figure.name for figure in FIGURES]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="name", help=f"of {', '.join(names)}; default all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="less than 1 for a trial, which proves nothing"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="what a figure takes"
    )
    given = parser.parse_args(arguments)
    for name in given.figures:
        if name not in names:
            parser.error(f"{name} is no figure: {', '.join(names)}")
    if given.scale != 1:
        print(f"A trial at {given.scale:g} of the size: it proves nothing.")
    options = Options(given.scale, dict(each.split("=", 1) for each in given.set))
    # Told to stop, it takes its servers along: they end with the blocks that hold them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return max(
        [print_figure(each, options) for each in FIGURES if each.name in (given.figures or names)],
        default=0,
    )


def print_figure(figure: Figure, options: Options) -> int:
    """Run one, a line as soon as it is known; its part of the exit status."""
    began, status = time.monotonic(), 0
    print(f"\n{figure.name}: {figure.claim}", flush=True)
    if figure.loads and (load := os.getloadavg()[0]) > BUSY:
        print(f"  the machine is busy (load {load:.1f}): times mean something only alone", flush=True)
    try:
        for outcome in importlib.import_module(f".{figure.module}", __package__).run(options):
            print(line(outcome), flush=True)
            status = max(status, 0 if outcome.held else SHORT)
    except DidNotRun as reason:
        print(f"  DID NOT RUN: {reason}", flush=True)
        status = DID_NOT_RUN
    print(f"  {time.monotonic() - began:.0f} s", flush=True)
    return status


def line(outcome: Outcome) -> str:
    """What, what was reached, what was wanted, and whether that is enough."""
    return (
        f"  {'ok   ' if outcome.held else 'SHORT'} {outcome.what:64} {outcome.reached:>22}   {outcome.wanted}"
    )


if __name__ == "__main__":
    raise SystemExit(main())

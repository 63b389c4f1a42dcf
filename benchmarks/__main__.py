"""
Print the table: ``python -m benchmarks [--no-gc] [--rounds N] [name ...]``.

A name is a part of the table (`engine`, `http`, `training`, `live`, `company`, `page`); without one, all are measured.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import platform
import time

from .harness import ROUNDS, print_table

PARTS = (
    "engine",
    "http",
    "training",
    "live",
    "company",
    "page",
)  # modules of this package with a function `rows`, or `report` to print by themselves


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed as ratios, side by side."
    )
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"of {', '.join(PARTS)}; default all")
    parser.add_argument(
        "--no-gc", action="store_true", help="switch the garbage collector off for both sides"
    )
    parser.add_argument("--cpu", action="store_true", help="count processor time, for a machine that is busy")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of each side, at least 5")
    given = parser.parse_args()
    if given.no_gc:
        gc.disable()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    clock = time.process_time if given.cpu else time.perf_counter
    for part in given.parts:
        if part not in PARTS:
            parser.error(f"{part} is no part of the table: {', '.join(PARTS)}")
        module = importlib.import_module(f".{part}", __package__)
        if hasattr(module, "report"):
            module.report(max(5, given.rounds))
            continue
        print_table(module.rows(), max(5, given.rounds), clock)


if __name__ == "__main__":
    main()

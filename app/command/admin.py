"""
``backprop-visualizer admin``: what was saved, in its operator's hands.

It works on the file of the store, beside a server that runs or without one; the folder is the server's
(``BACKPROP_DATA``). What takes something away says what would go, and does it with ``--yes`` only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..settings import Settings
from ..store.base import StoreError
from ..store.inventory import Inventory, Totals, back_up, open_inventory, put_back

DAY_MS = 24 * 3600 * 1000
REFUSED = 1


class Refused(Exception):
    """What was asked for is not done; the message says why."""


def main(name: str, arguments: Sequence[str]) -> int:
    """Do what *arguments* say; the exit status."""
    wanted = parser(name).parse_args(arguments)
    try:
        return int(wanted.run(wanted) or 0)
    except (StoreError, Refused) as error:
        print(error, file=sys.stderr)
        return REFUSED


def parser(name: str) -> argparse.ArgumentParser:
    """The command line."""
    command = argparse.ArgumentParser(
        prog=f"backprop-visualizer {name}",
        description="Look over, clear out, back up and restore what was saved.",
        epilog="All of it may be done while a server runs.",
    )
    command.add_argument(
        "--data", type=Path, default=None, help="folder of the store (default: BACKPROP_DATA, or data)"
    )
    verbs = command.add_subparsers(required=True, metavar="VERB")

    listing = verbs.add_parser("list", help="the saved graphs, those changed longest ago first")
    listing.add_argument("--most", type=int, default=100, help="how many (default: %(default)s)")
    listing.add_argument("--json", action="store_true", help="a JSON object a line, times in UTC")
    listing.set_defaults(run=_over(_list))

    show = verbs.add_parser("show", help="the document of a graph, or a stored run, as JSON")
    show.add_argument("id")
    show.set_defaults(run=_over(_show))

    drop = verbs.add_parser("delete", help="forget a graph and its runs, or a run")
    drop.add_argument("id", nargs="+")
    drop.add_argument("--yes", action="store_true", help="do it")
    drop.set_defaults(run=_over(_delete))

    purge = verbs.add_parser("purge", help="forget graphs long unchanged, and runs that have expired")
    purge.add_argument("--unchanged-days", type=float, help="graphs that nobody changed for so many days")
    purge.add_argument("--yes", action="store_true", help="do it")
    purge.set_defaults(run=_over(_purge))

    backup = verbs.add_parser("backup", help="copy the whole store into one file")
    backup.add_argument("file", type=Path)
    backup.add_argument("--replace", action="store_true", help="even where the file is there already")
    backup.set_defaults(run=_backup)

    restore = verbs.add_parser("restore", help="put a copy in place of the store")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even where something is saved already")
    restore.set_defaults(run=_restore)
    return command


Work = Callable[[Inventory, argparse.Namespace], Awaitable[None]]


def _over(work: Work) -> Callable[[argparse.Namespace], None]:
    """*work* on the opened store."""

    async def opened(wanted: argparse.Namespace) -> None:
        store = await open_inventory(_file(wanted))
        try:
            await work(store, wanted)
        finally:
            await store.close()

    return lambda wanted: asyncio.run(opened(wanted))


def _file(wanted: argparse.Namespace) -> Path:
    settings = Settings() if wanted.data is None else Settings(data=str(wanted.data))
    return settings.store_file


async def _list(store: Inventory, wanted: argparse.Namespace) -> None:
    found = await store.listed(most=max(0, wanted.most))
    if wanted.json:
        for one in found:
            told = {"id": one.id, "version": one.version, "bytes": one.size, "runs": one.runs}
            print(json.dumps(told | {"created": _utc(one.created_ms), "changed": _utc(one.changed_ms)}))
        return
    print(f"{'id':<22}  {'changed (UTC)':<20}  {'version':>7}  {'bytes':>9}  {'runs':>5}")
    for one in found:
        print(f"{one.id:<22}  {_utc(one.changed_ms):<20}  {one.version:>7}  {one.size:>9}  {one.runs:>5}")
    print(_counted(await store.totals()))


async def _show(store: Inventory, wanted: argparse.Namespace) -> None:
    graph = await store.graph(wanted.id)
    if graph is not None:
        print(graph.document.decode())
        return
    run = await store.run(wanted.id)
    if run is None:
        raise Refused(f"Nothing is saved as {wanted.id}.")
    seed = None if run.seed is None else json.loads(run.seed)
    told = {
        "graph": json.loads(run.graph),
        "nodes": json.loads(run.nodes),
        "output": run.output,
        "seed": seed,
    }
    print(json.dumps(told, ensure_ascii=False))


async def _delete(store: Inventory, wanted: argparse.Namespace) -> None:
    missing = [
        name for name in wanted.id if await store.graph(name) is None and await store.run(name) is None
    ]
    if missing:
        raise Refused(f"Nothing is saved as {', '.join(missing)}. Nothing was deleted.")
    if not wanted.yes:
        raise Refused(f"This forgets {', '.join(wanted.id)} for good. Say --yes to do it.")
    gone = [await store.forget(name) for name in wanted.id]
    print(_gone(sum(graphs for graphs, _ in gone), sum(runs for _, runs in gone)))


async def _purge(store: Inventory, wanted: argparse.Namespace) -> None:
    days = wanted.unchanged_days
    if days is not None and not days > 0:
        raise Refused("--unchanged-days is a number above 0.")
    since = 0 if days is None else round(time.time() * 1000 - days * DAY_MS)
    graphs, runs = await store.count_old(since)
    if not wanted.yes:
        raise Refused(
            f"This forgets {_many(graphs, 'graph')} and {_many(runs, 'run')} for good. Say --yes to do it."
        )
    print(_gone(*await store.forget_unchanged(since)))


def _backup(wanted: argparse.Namespace) -> None:
    if wanted.file.exists() and not wanted.replace:
        raise Refused(f"{wanted.file} is there already. Say --replace to write over it.")
    size = back_up(_file(wanted), wanted.file)
    print(f"{wanted.file}: {size} bytes")


def _restore(wanted: argparse.Namespace) -> None:
    file = _file(wanted)
    if file.exists() and not wanted.replace:
        raise Refused(f"There is a store at {file}. Say --replace to put the copy in its place.")
    put_back(wanted.file, file)
    print(_counted(asyncio.run(_totals(file))))


async def _totals(file: Path) -> Totals:
    """What is there now; a copy of an older version is brought up to date by opening it."""
    store = await open_inventory(file)
    try:
        return await store.totals()
    finally:
        await store.close()


def _utc(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _counted(totals: Totals) -> str:
    return f"{_many(totals.graphs, 'graph')}, {_many(totals.runs, 'run')}, {totals.size} bytes"


def _gone(graphs: int, runs: int) -> str:
    return f"forgotten: {_many(graphs, 'graph')}, {_many(runs, 'run')}"

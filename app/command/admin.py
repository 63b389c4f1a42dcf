"""
``backprop-visualizer admin``: what was saved, in its operator's hands.

It works on the file of the store, beside a server that runs or without one; the folder is the server's
(``BACKPROP_DATA``). What takes something away says what would go, and does it with ``--yes`` only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..settings import Settings
from ..store.base import StoreError
from ..store.inventory import Inventory, Totals, back_up, open_inventory, put_back

DAY_MS = 24 * 3600 * 1000
MOST_DAYS = 36_525  # a hundred years
REFUSED = 1
_DATA: dict[str, Any] = {
    "type": Path,
    "metavar": "FOLDER",
    "help": "where it is saved (default: BACKPROP_DATA, or data; in the container image /data)",
}


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
        epilog="All of it may be done while a server runs. Each verb has --help of its own.",
    )
    command.add_argument("--data", default=None, **_DATA)
    verbs = command.add_subparsers(required=True, metavar="VERB")

    listing = _verb(
        verbs, "list", "the saved graphs, those changed longest ago first, and how much there is in all"
    )
    listing.add_argument("--most", type=int, default=100, help="how many graphs (default: %(default)s)")
    listing.add_argument(
        "--json", action="store_true", help="a JSON object for each graph, a line each, times in UTC"
    )
    listing.set_defaults(run=_over(_list))

    show = _verb(verbs, "show", "the document of a graph, or a stored run, as JSON")
    show.add_argument("id", type=_id, metavar="ID", help="of a graph or a run: the last part of its address")
    show.set_defaults(run=_over(_show))

    drop = _verb(verbs, "delete", "forget a graph and its runs, or a run, for good")
    drop.add_argument(
        "id", type=_id, nargs="+", metavar="ID", help="of a graph or a run: the last part of its address"
    )
    drop.add_argument("--yes", action="store_true", help="do it; without this it only says what would go")
    drop.set_defaults(run=_over(_delete))

    purge = _verb(verbs, "purge", "forget graphs long unchanged, and runs that have expired, for good")
    purge.add_argument(
        "--unchanged-days",
        type=float,
        metavar="DAYS",
        help="graphs that nobody changed for so many days; else no graph",
    )
    purge.add_argument("--yes", action="store_true", help="do it; without this it only says what would go")
    purge.set_defaults(run=_over(_purge))

    backup = _verb(
        verbs, "backup", "copy the whole store into one file, consistent whoever is saving meanwhile"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy that is made")
    backup.add_argument("--replace", action="store_true", help="write over FILE where it is there already")
    backup.set_defaults(run=_backup)

    restore = _verb(verbs, "restore", "put a copy in place of the store, also one of an older version")
    restore.add_argument("file", type=Path, metavar="FILE", help="a copy that backup made")
    restore.add_argument(
        "--replace", action="store_true", help="where something is saved already: forget that"
    )
    restore.set_defaults(run=_restore)
    return command


def _id(text: str) -> str:
    """What may be an id: text. Bytes that are none come as surrogates, which no statement takes."""
    if not text.isascii() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!a} is no id")
    return text


def _verb(verbs: Any, name: str, purpose: str) -> argparse.ArgumentParser:
    """A verb that says the same of itself in the list and in its own help."""
    made: argparse.ArgumentParser = verbs.add_parser(
        name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}."
    )
    # Told before the verb, it stays; told after it, it counts.
    made.add_argument("--data", default=argparse.SUPPRESS, **_DATA)
    return made


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
        print(_shown(graph.document.decode()))
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
    print(_shown(json.dumps(told, ensure_ascii=False)))


def _shown(document: str) -> str:
    """JSON for a terminal: what would steer it is escaped, which JSON asks of the lower half of it only."""
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", document)


async def _delete(store: Inventory, wanted: argparse.Namespace) -> None:
    missing = [name for name in wanted.id if not await store.holds(name)]
    if missing:
        raise Refused(f"Nothing is saved as {', '.join(missing)}. Nothing was deleted.")
    if not wanted.yes:
        raise Refused(f"This forgets {', '.join(wanted.id)} for good. Say --yes to do it.")
    gone = [await store.forget(name) for name in wanted.id]
    print(_gone(sum(graphs for graphs, _ in gone), sum(runs for _, runs in gone)))


async def _purge(store: Inventory, wanted: argparse.Namespace) -> None:
    days = wanted.unchanged_days
    if days is not None and not 0 < days <= MOST_DAYS:
        raise Refused(f"--unchanged-days is a number above 0, and at most {MOST_DAYS}.")
    since = 0 if days is None else round(time.time() * 1000 - days * DAY_MS)
    graphs, runs = await store.count_old(since)
    if not wanted.yes and graphs + runs:
        raise Refused(
            f"This forgets {_many(graphs, 'graph')} and {_many(runs, 'run')} for good. Say --yes to do it."
        )
    print(_gone(*await store.forget_unchanged(since)))


def _backup(wanted: argparse.Namespace) -> None:
    if os.path.exists(wanted.file) and not wanted.replace:
        raise Refused(f"{wanted.file} is there already. Say --replace to write over it.")
    size = back_up(_file(wanted), wanted.file)
    print(f"{wanted.file}: {size} bytes")


def _restore(wanted: argparse.Namespace) -> None:
    file = _file(wanted)
    if os.path.exists(file) and not wanted.replace:
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

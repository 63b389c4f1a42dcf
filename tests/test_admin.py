"""The operator's command: looks over, clears out, copies and puts back what was saved, while others save."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.__main__ import main
from app.command.admin import parser
from app.store.base import SavedGraph
from app.store.inventory import NotACopy, back_up, open_inventory, put_back
from app.store.sql import open_store

OLD = Path(__file__).resolve().parent / "fixtures" / "store" / "0001.sqlite3"
DOCUMENT = b'{"nodes":[{"id":"x","kind":"input","value":1}]}'

with closing(sqlite3.connect(f"{OLD.as_uri()}?immutable=1", uri=True)) as _old:
    OLD_TABLES = ";".join(
        row[0]
        for row in _old.execute(
            "SELECT sql FROM sqlite_schema WHERE tbl_name IN ('graphs', 'runs') AND sql <> ''"
        )
    )
"""What makes a file of the first version."""

Said = tuple[int, str, str]
Admin = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def admin(folder: Path, capsys: pytest.CaptureFixture[str]) -> Admin:
    """The command on a folder of its own: status, what it printed, what it complained of."""

    def run(*arguments: str | Path) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(["admin", "--data", str(folder), *map(str, arguments)])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def save(folder: Path, count: int) -> list[SavedGraph]:
    """So many graphs in the store of *folder*, each with a run."""

    async def fill() -> list[SavedGraph]:
        store = await open_store(folder / "backprop.sqlite3")
        graphs = [await store.add_graph(DOCUMENT, b"") for _ in range(count)]
        for graph in graphs:
            await store.add_run(graph.id, graph.document, b"[]")
        await store.close()
        return graphs

    return asyncio.run(fill())


def there(admin: Admin) -> list[str]:
    """Ids of every graph."""
    return [json.loads(line)["id"] for line in admin("list", "--json")[1].splitlines()]


def test_it_lists_what_there_is_and_shows_each_as_it_was_saved(folder: Path, admin: Admin) -> None:
    """By id, with sizes and runs, and the document to the byte."""
    graphs = save(folder, 3)

    status, table, _ = admin("list")

    assert status == 0 and all(graph.id in table for graph in graphs)
    assert table.splitlines()[-1].startswith("3 graphs, 3 runs, ")
    told = [json.loads(line) for line in admin("list", "--json", "--most", "2")[1].splitlines()]
    assert [one["runs"] for one in told] == [1, 1] and told[0]["bytes"] == len(DOCUMENT)
    assert admin("show", graphs[0].id)[1] == DOCUMENT.decode() + "\n"


def test_the_folder_is_told_before_or_after_the_verb(
    folder: Path, admin: Admin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As one writes it; and every verb's help has it."""
    save(folder, 1)
    with pytest.raises(SystemExit):
        main(["admin", "list", "--json", "--data", str(folder)])
    after = capsys.readouterr().out

    assert after and admin("list", "--json")[1] == after
    status, _, said = admin("list", "--data", tmp_path / "other")
    assert status == 1 and str(tmp_path / "other") in said
    assert "--data FOLDER" in admin("purge", "--help")[1]


def test_nothing_is_taken_away_before_it_is_said_twice(folder: Path, admin: Admin) -> None:
    """Without --yes it says what would go; an id that is not there stops all of it."""
    first, second, third = (graph.id for graph in save(folder, 3))

    status, _, said = admin("delete", first)
    assert status == 1 and "--yes" in said and first in there(admin)
    status, _, said = admin("delete", first, "nowhere", "--yes")
    assert status == 1 and "nowhere" in said and first in there(admin)

    assert admin("delete", first, "--yes") == (0, "forgotten: 1 graph, 1 run\n", "")
    assert sorted(there(admin)) == sorted([second, third])


def test_a_graph_that_is_forgotten_leaves_the_file(folder: Path, admin: Admin) -> None:
    """Neither the database nor its log holds its words any more."""
    (graph,) = save(folder, 1)
    words = b'"kind":"input"'
    assert any(words in part.read_bytes() for part in folder.iterdir())

    admin("delete", graph.id, "--yes")

    assert not any(words in part.read_bytes() for part in folder.iterdir())


def test_what_is_long_unchanged_is_purged(folder: Path, admin: Admin) -> None:
    """By days, with its runs; what was changed since stays."""
    old, new = (graph.id for graph in save(folder, 2))
    with sqlite3.connect(folder / "backprop.sqlite3") as connection:
        connection.execute("UPDATE graphs SET changed_ms = changed_ms - 10 * 86400000 WHERE id = ?", [old])

    status, _, said = admin("purge", "--unchanged-days", "9")
    assert status == 1 and "1 graph and 1 run" in said
    assert len(there(admin)) == 2
    assert admin("purge", "--unchanged-days", "9", "--yes")[1] == "forgotten: 1 graph, 1 run\n"
    assert there(admin) == [new]
    assert admin("purge", "--unchanged-days", "nan", "--yes")[0] == 1


@pytest.mark.parametrize("days", ["inf", "1e300", "36526", "-inf", "0"])
def test_days_without_an_end_are_refused(folder: Path, admin: Admin, days: str) -> None:
    """In a line, and nothing goes."""
    save(folder, 1)

    status, printed, said = admin("purge", f"--unchanged-days={days}", "--yes")

    assert (status, printed, said) == (1, "", "--unchanged-days is a number above 0, and at most 36525.\n")
    assert admin("purge", "--unchanged-days", "36525", "--yes")[0] == 0 and len(there(admin)) == 1


def test_runs_that_outlived_their_graph_go_by_its_id(folder: Path, admin: Admin) -> None:
    """Its owner deleted the graph with the token; the host still takes away all that came of it."""
    graph, other = save(folder, 2)

    async def by_its_owner() -> None:
        store = await open_store(folder / "backprop.sqlite3")
        await store.remove_graph(graph.id)
        await store.close()

    asyncio.run(by_its_owner())
    assert admin("delete", graph.id, "--yes") == (0, "forgotten: 0 graphs, 1 run\n", "")
    assert admin("delete", graph.id, "--yes")[0] == 1
    assert there(admin) == [other.id]


@pytest.mark.parametrize("verb", [["show"], ["delete", "--yes"]], ids=["show", "delete"])
@pytest.mark.parametrize("name", ["\udcff\udcfe", "ü" * 22, "a\x1b[2J"], ids=["bytes", "letters", "steering"])
def test_what_cannot_be_an_id_is_refused(folder: Path, admin: Admin, verb: list[str], name: str) -> None:
    """Bytes that are no text among them; the terminal is told of it in plain letters."""
    save(folder, 1)

    status, printed, said = admin(*verb, name)

    assert (status, printed) == (2, "") and f"{name!a} is no id" in said.splitlines()[-1]
    assert said.isascii() and "\x1b" not in said


def test_what_is_shown_does_not_steer_the_terminal(folder: Path, admin: Admin) -> None:
    """The upper control characters stand raw in JSON; shown, they are escaped, and it is the same document."""
    label = "\x7f\x80\x9b31m\x9f ü 🐌"
    document = json.dumps({"nodes": [], "name": label}, ensure_ascii=False).encode()

    async def fill() -> tuple[str, str]:
        store = await open_store(folder / "backprop.sqlite3")
        graph = await store.add_graph(document, b"")
        run = await store.add_run(graph.id, document, b"[]")
        await store.close()
        return graph.id, run.id

    graph_id, run_id = asyncio.run(fill())
    graph, run = admin("show", graph_id)[1], admin("show", run_id)[1]

    assert all(said.strip().isprintable() and "ü 🐌" in said for said in (graph, run))
    assert json.loads(graph)["name"] == json.loads(run)["graph"]["name"] == label


def test_a_copy_brings_all_back_into_an_empty_folder(folder: Path, admin: Admin, tmp_path: Path) -> None:
    """Every graph, and nothing is written over unasked."""
    graphs = sorted(graph.id for graph in save(folder, 5))
    copy = tmp_path / "copy.sqlite3"
    assert admin("backup", copy)[0] == 0
    assert admin("backup", copy)[0] == 1
    assert [part.name for part in tmp_path.iterdir() if part.name.startswith("copy")] == ["copy.sqlite3"]

    assert admin("restore", copy)[0] == 1
    shutil.rmtree(folder)
    assert admin("restore", copy)[1].startswith("5 graphs, 5 runs, ")
    assert sorted(there(admin)) == graphs


def test_a_copy_of_an_older_version_is_brought_up_to_date(admin: Admin) -> None:
    """A volume of the first release is restored, and opens."""
    status, said, _ = admin("restore", OLD)

    assert status == 0 and "graphs, 5 runs" in said
    assert there(admin)


@pytest.mark.parametrize(
    "content", [b"", b"no database", OLD.read_bytes()[:9000]], ids=["empty", "text", "cut"]
)
def test_what_is_no_copy_leaves_the_store_alone(folder: Path, content: bytes, tmp_path: Path) -> None:
    """An empty file, another's, and half a copy."""
    graphs = [graph.id for graph in save(folder, 2)]
    file = tmp_path / "file"
    file.write_bytes(content)

    with pytest.raises(NotACopy):
        put_back(file, folder / "backprop.sqlite3")

    async def ids() -> list[str]:
        store = await open_inventory(folder / "backprop.sqlite3")
        found = [one.id for one in await store.listed()]
        await store.close()
        return found

    assert sorted(asyncio.run(ids())) == sorted(graphs)


VERSION = "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ({});"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (VERSION.format("'0001'"), "graphs.changed_ms is missing"),
        (
            VERSION.format("'0002'") + "CREATE TABLE graphs (id); CREATE TABLE runs (id)",
            "changed_ms is missing",
        ),
        (VERSION.format("'0002'") + OLD_TABLES, "graphs.key_digest is missing"),
        (VERSION.format("'0000zzzz'") + OLD_TABLES, "'0000zzzz' is no schema of one"),
        (VERSION.format("''") + OLD_TABLES, "'' is no schema of one"),
        (VERSION.format("1") + OLD_TABLES, "'1' is no schema of one"),
        (VERSION.format("'0001'), ('0002'") + OLD_TABLES, "'' is no schema of one"),
        ("CREATE TABLE alembic_version (version_num)", "'' is no schema of one"),
        (VERSION.format("'9999'") + OLD_TABLES, "a newer version of this program (schema 9999)"),
    ],
    ids=["bare", "narrow", "older", "letters", "empty", "number", "two", "none", "newer"],
)
def test_a_database_that_is_no_store_leaves_the_store_alone(
    folder: Path, admin: Admin, tmp_path: Path, content: str, why: str
) -> None:
    """Whole, and with a version written into it: its tables and columns are those of that version."""
    graphs = sorted(graph.id for graph in save(folder, 2))
    file = tmp_path / "file"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(content)

    status, printed, said = admin("restore", file, "--replace")

    assert (status, printed) == (1, "") and why in said and len(said.splitlines()) == 1
    assert sorted(there(admin)) == graphs


def test_a_copy_made_while_others_save_holds_all_that_was_answered_before(
    folder: Path, tmp_path: Path
) -> None:
    """A store that is being written to is copied whole, three times over."""
    file = folder / "backprop.sqlite3"
    answered: list[str] = []
    enough, begun = threading.Event(), threading.Event()

    async def keep_saving() -> None:
        store = await open_store(file)
        while not enough.is_set():
            answered.append((await store.add_graph(DOCUMENT * 200, b"")).id)
            begun.set()
        await store.close()

    saving = threading.Thread(target=lambda: asyncio.run(keep_saving()))
    saving.start()
    try:
        assert begun.wait(20)
        for turn in range(3):
            before = list(answered)
            back_up(file, tmp_path / f"{turn}")
            with sqlite3.connect(tmp_path / f"{turn}") as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert set(before) <= {row[0] for row in copy.execute("SELECT id FROM graphs")}
    finally:
        enough.set()
        saving.join()


def test_nothing_to_purge_is_no_refusal(folder: Path, admin: Admin) -> None:
    """A job that runs every night fails on no quiet night."""
    save(folder, 1)

    assert admin("purge", "--unchanged-days", "9") == (0, "forgotten: 0 graphs, 0 runs\n", "")


def test_a_copy_that_cannot_be_written_says_why(folder: Path, admin: Admin, tmp_path: Path) -> None:
    """The folder is named, and SQLite's own words are not all there is."""
    save(folder, 1)

    status, _, said = admin("backup", tmp_path / "nowhere" / "copy")

    assert status == 1 and said.endswith(f"there is no folder {tmp_path / 'nowhere'}.\n")


@pytest.mark.parametrize("made", [getattr(os, "mkfifo", os.mkdir), os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_not_replaced_by_a_copy(
    folder: Path, admin: Admin, tmp_path: Path, made: Callable[[Path], None]
) -> None:
    """Not by its own name nor through a link: a device has other users."""
    save(folder, 1)
    made(tmp_path / "other")
    (tmp_path / "link").symlink_to(tmp_path / "other")
    before = (tmp_path / "other").stat()

    for name in ("other", "link"):
        status, _, said = admin("backup", tmp_path / name, "--replace")
        assert status == 1 and "what is there is no file, and is left alone" in said
    assert (tmp_path / "other").stat().st_ino == before.st_ino and (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_the_store_is_no_place_for_its_own_copy(folder: Path, admin: Admin, end: str, tmp_path: Path) -> None:
    """Not by its own name nor by another: a server that runs would go on writing to what is no longer there."""
    graphs = sorted(graph.id for graph in save(folder, 2))
    file = folder / f"backprop.sqlite3{end}"
    (tmp_path / "link").symlink_to(file)

    for name in (file, tmp_path / "link"):
        for verb in ("backup", "restore"):
            status, _, said = admin(verb, name, "--replace")
            assert status == 1 and "belongs to the store itself" in said
    assert sorted(there(admin)) == graphs


def test_a_store_that_cannot_be_written_says_what_to_do(
    folder: Path, admin: Admin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and whichever verb asks."""
    save(folder, 1)
    admin("backup", tmp_path / "copy")
    monkeypatch.setattr("app.store.inventory.obstacle", lambda file: f"{file} cannot be written. Try this.")

    for verb in (["list"], ["restore", tmp_path / "copy", "--replace"], ["purge"]):
        status, printed, said = admin(*verb)
        assert (status, printed) == (1, "") and said.count("Try this.") == 1


def test_every_verb_explains_itself() -> None:
    """A sentence, and a word on everything it takes."""
    (verbs,) = (
        action for action in parser("admin")._actions if isinstance(action, argparse._SubParsersAction)
    )

    assert set(verbs.choices) == {"list", "show", "delete", "purge", "backup", "restore"}
    for verb in verbs.choices.values():
        assert verb.description[0].isupper() and verb.description.endswith(".")
        assert [action.dest for action in verb._actions if not action.help] == []


def test_it_says_where_there_is_no_store(admin: Admin, tmp_path: Path) -> None:
    """And makes none."""
    status, _, said = admin("list")

    assert status == 1 and "There is no store at" in said
    assert list(tmp_path.iterdir()) == []
    assert admin("backup", tmp_path / "copy")[0] == 1

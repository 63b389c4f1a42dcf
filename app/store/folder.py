"""
Whether the file of a store can be written where it is to be, and in one line what to do where it cannot.

The line is for whoever runs the server: it names paths and users, so it stands in the log and never in an answer.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a file that is open, after the file's own name."""


def identity(file: Path) -> tuple[int, int] | None:
    """What tells *file* from another of its name: its device and its number there; None where it cannot be seen."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_private(file: Path) -> None:
    """
    Make *file*, empty, for this user alone, where it is not there yet; SQLite would let everybody read it.

    Never opened where it is there: closing it would take away the locks that others of this process have on it.
    """
    with suppress(OSError):  # SQLite says what is wrong
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def obstacle(file: Path) -> str | None:
    """What keeps this process from writing *file*, where, and what to do; None where nothing does."""
    wanted = file.parent.absolute()
    folder = _nearest(wanted)
    if not os.path.isdir(folder):
        return f"{folder} is a file, where a folder is needed. Set BACKPROP_DATA to another."
    if not os.access(folder, os.W_OK | os.X_OK):
        return _refusal(folder, wanted)
    parts = [part.absolute() for part in (file, *(file.with_name(file.name + end) for end in LOGS))]
    there = [part for part in parts if os.path.exists(part) and not os.access(part, os.R_OK | os.W_OK)]
    return next((reason for part in there if (reason := _refusal(part, wanted))), None)


def trial(file: Path) -> str | None:
    """
    As `obstacle`, by making a file: some folders, as those of the system in /proc, only look open, to root above all.

    Where the store is there nothing is tried; opening it is the trial.
    """
    if (reason := obstacle(file)) or os.path.exists(file):
        return reason
    wanted = file.parent.absolute()
    folder = _nearest(wanted)
    tried = folder / f".backprop-{secrets.token_hex(8)}"
    try:
        os.close(os.open(tried, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        tried.unlink()
    except OSError as error:
        made = f"a file in {folder} cannot be made ({error.strerror})"
        return f"{wanted} cannot be written: {made}. Set BACKPROP_DATA to another folder."
    return None


def _nearest(folder: Path) -> Path:
    """*folder*, or what it would be made in: the first on the way up that can be seen (`Path.exists` would raise)."""
    return next((path for path in (folder, *folder.parents) if os.path.exists(path)), folder)


def _refusal(path: Path, wanted: Path) -> str | None:
    """
    What to do about *path*, which keeps the store out of the folder *wanted*.

    None where it has gone, as SQLite's logs do when the last connection is closed.
    """
    try:
        return _told(path, wanted)
    except FileNotFoundError:
        return None
    except OSError as error:  # a disk that fails
        return f"{path} cannot be looked at: {error.strerror}. Set BACKPROP_DATA to another folder."


def _told(path: Path, wanted: Path) -> str:
    if not hasattr(os, "getuid"):  # Windows
        return f"{path} cannot be written by this user. Set BACKPROP_DATA to a folder that can."
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return (
            f"{path} is on a read-only file system. Mount a volume there (docker run -v backprop:/data), "
            "or set BACKPROP_DATA to a folder that can be written."
        )
    here, me = path.stat(), f"{os.getuid()}:{os.getgid()}"
    theirs, folder = f"{here.st_uid}:{here.st_gid}", path if path.is_dir() else path.parent
    mended = f"chown -R {me} {folder}" if here.st_uid != os.getuid() else f"chmod -R u+rwX {folder}"
    if here.st_uid not in (0, os.getuid()):
        mended += f", or start as its owner (docker run --user {theirs})"
    whose = f"belongs to {theirs} with mode {here.st_mode & 0o777:o}, and this process is {me}"
    if path in wanted.parents:  # which holds more than the store: nobody is told to take it over
        return f"{wanted} cannot be written: {path} {whose}. Set BACKPROP_DATA to a folder that it can write."
    return f"{path} cannot be written: it {whose}. Try {mended}."

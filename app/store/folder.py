"""
Whether the file of a store can be written where it is to be, and in one line what to do where it cannot.

The line is for whoever runs the server: it names paths and users, so it stands in the log and never in an answer.
"""

from __future__ import annotations

import os
from pathlib import Path

LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a file that is open, after the file's own name."""


def obstacle(file: Path) -> str | None:
    """What keeps this process from writing *file*, where, and what to do; None where nothing does."""
    folder = _nearest(file.parent.absolute())
    if not folder.is_dir():
        return f"{folder} is a file, where a folder is needed. Set BACKPROP_DATA to another."
    if not os.access(folder, os.W_OK | os.X_OK):
        return _refusal(folder)
    parts = [part.absolute() for part in (file, *(file.with_name(file.name + end) for end in LOGS))]
    there = [part for part in parts if part.exists() and not os.access(part, os.R_OK | os.W_OK)]
    return next((reason for part in there if (reason := _refusal(part))), None)


def _nearest(folder: Path) -> Path:
    """*folder*, or what it would be made in: the first on the way up that is there."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _refusal(path: Path) -> str | None:
    """What to do about *path*; None where it has gone, as SQLite's logs do when the last connection is closed."""
    try:
        return _told(path)
    except FileNotFoundError:
        return None


def _told(path: Path) -> str:
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
    whose = f"it belongs to {theirs} with mode {here.st_mode & 0o777:o}, and this process is {me}"
    return f"{path} cannot be written: {whose}. Try {mended}."

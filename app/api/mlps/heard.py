"""
What a message of a live training says, read by the server or by a worker.

It comes back in parts: its type; a problem document where the rest does not fit, else nothing; and what goes with the
type, as `messages` has it.
"""

from __future__ import annotations

from collections.abc import Callable

from ...engine.errors import EngineError
from .. import frames, problems, wire
from ..reading import Fields
from ..work import Context, Task
from .messages import pack_changes, read_changes, read_message, read_start, read_steps

_CONTENT: dict[str, Callable[[Fields], list[bytes]]] = {
    "start": lambda fields: read_start(fields).parts(),
    "step": lambda fields: read_steps(fields).parts(),
    "set": lambda fields: pack_changes(read_changes(fields)),
}


def hear(body: bytes, context: Context) -> list[bytes]:
    """
    Read a message.

    Raises:
        EngineError: It is no message, and of no type.
    """
    fields = read_message(wire.decode(body, context.json_depth))
    kind = fields.found["type"]
    read = _CONTENT.get(kind)
    try:
        content = read(fields) if read else []
    except EngineError as error:
        return [kind.encode(), problems.problem(error).body]
    return [kind.encode(), b"", *content]


def run_hearing(parts: list[bytes], context: Context) -> Task:
    """The same for a worker."""
    (body,) = parts
    heard = hear(body, context)
    return Task(0.0, lambda: frames.join(heard))

"""
Answers that wait for a client to read them, in order, and bounded in bytes.

A state holds all parameters and moments, so a few dozen of a large network are a gigabyte. Past the bound the oldest of
them go: what they told is over, and the newest one tells how things stand.
"""

from __future__ import annotations

from collections import deque

MOST_BYTES = 8 * 2**20


class Answers:
    """The queue of one connection."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self.size = 0  # bytes

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, content: bytes, state: bool) -> None:
        """Put *content* behind the others; a *state* drops older ones where all together are too large."""
        self._waiting.append((content, state))
        self.size += len(content)
        while self.size > MOST_BYTES and state and self._drop():
            pass

    def take(self) -> bytes:
        """The next one."""
        content, _ = self._waiting.popleft()
        self.size -= len(content)
        return content

    def _drop(self) -> bool:
        """Drop the oldest state, unless it is the newest, too; whether there was one."""
        for place, (content, state) in enumerate(self._waiting):
            if state and place < len(self._waiting) - 1:
                del self._waiting[place]
                self.size -= len(content)
                return True
        return False

"""
What one network address may save in a day, so that nobody fills a store by themselves.

Kept in memory and lost with the process: bytes by an address's digest under a key that nobody else has. A class behind
one address shares its quota, so it is meant to be generous; what limits a store in the end is its own size.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .addresses import network_of
from .problems import HttpError

DAY_S = 24 * 3600
MOST_ADDRESSES = 10_000
Clock = Callable[[], float]


class Quota:
    """
    Bytes saved by address since its day began; a day begins with the first save.

    Args:
        mib: What an address may save in a day; 0 for as much as it likes.
        clock: Seconds.
    """

    def __init__(self, mib: int, clock: Clock = time.monotonic) -> None:
        self._allowed = mib * 2**20
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._saved: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    @contextmanager
    def saving(self, address: str, size: int) -> Iterator[Callable[[], None]]:
        """
        Count *size* bytes while they are saved, so that others who save meanwhile see them.

        They are taken off again where saving fails, or where the block calls what it is given: nothing new was saved.

        Raises:
            HttpError: ``quota-reached``.
        """
        self.take(address, size)
        spared: list[bool] = []
        try:
            yield lambda: spared.append(True)
        except BaseException:
            self._give_back(address, size)
            raise
        if spared:
            self._give_back(address, size)

    def take(self, address: str, size: int) -> None:
        """
        Count *size* more bytes.

        Raises:
            HttpError: ``quota-reached``.
        """
        began, saved = self._of(address)
        if self._allowed and saved + size > self._allowed:
            hours = max(1, round((began + DAY_S - self._clock()) / 3600))
            raise HttpError(
                "quota-reached",
                f"This network address has saved {saved:,} of the {self._allowed:,} bytes of a day; this has {size:,}.",
                hint=f"Keep a link or a file, or save again in {hours} hours.",
            )
        self._note(address, began, saved + size)

    def _give_back(self, address: str, size: int) -> None:
        began, saved = self._of(address)
        self._note(address, began, max(0, saved - size))

    def _note(self, address: str, began: float, saved: int) -> None:
        if not self._allowed:
            return
        self._saved[self._digest(address)] = began, saved
        if len(self._saved) > MOST_ADDRESSES:
            self._saved.popitem(last=False)  # the one whose day began first

    def _of(self, address: str) -> tuple[float, int]:
        now = self._clock()
        began, saved = self._saved.get(self._digest(address), (now, 0))
        if now < began + DAY_S:
            return began, saved
        del self._saved[self._digest(address)]
        return now, 0

    def _digest(self, address: str) -> bytes:
        return hmac.digest(self._key, network_of(address).encode(), "sha256")[:12]

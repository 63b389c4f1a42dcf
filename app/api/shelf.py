"""
Where saved graphs and runs stand: the store, opened when it is first needed.

Opening costs the import of SQLAlchemy, a third of the whole start, and most servers are asked to evaluate first. A
store that is there already is opened in the background at start, so that an older one is brought up to date, and one
that cannot be opened is told of, before anybody saves.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
from collections.abc import Awaitable, Callable

from ..settings import Settings
from ..store.base import (
    NOT_WRITABLE,
    Store,
    StoreBroken,
    StoreError,
    StoreFull,
    StoreGone,
    StoreUnavailable,
)
from ..store.folder import obstacle, trial
from .problems import HttpError
from .quota import Quota

Opener = Callable[[], Awaitable[Store]]

_LOG = logging.getLogger(__name__)
SWEEP_S = 3600.0
"""How often what has expired is looked for, in seconds; a save takes it along, too."""
TELL = "tell whoever runs this server"
_PACKAGE = __name__.rpartition(".api.")[0]


class Shelf:
    """
    The store of one server.

    Args:
        settings: Where it is, and whether anything new is taken in.
        opener: Opens it; by default as the settings say.
    """

    def __init__(self, settings: Settings, opener: Opener | None = None) -> None:
        self._settings = settings
        self._opener = opener or self._open_file
        self._opening: asyncio.Task[Store] | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._tried = False
        self.quota = Quota(settings.address_mib)

    def start(self) -> None:
        """Begin to open what is there; where nothing can be saved, say so before anybody tries."""
        if reason := self._refusal():
            _LOG.error("Nothing can be saved: %s", reason)
        elif self._is_there():
            self._begin().add_done_callback(self._tell)
        self._sweeping = asyncio.ensure_future(self._sweep())

    async def check(self) -> None:
        """
        Whether what is saved can be reached, and something new could be written where anything is to be saved.

        Raises:
            StoreUnavailable: It cannot.
        """
        if await asyncio.to_thread(self._refusal):
            raise StoreBroken(NOT_WRITABLE)
        try:
            wanted = self._is_open() or await asyncio.to_thread(self._is_there)
            store = await self.store() if wanted else None
            if store is not None and self._settings.saving:
                await store.check()
        except StoreFull as error:  # there is not even room to open it
            raise StoreUnavailable(str(error)) from error

    async def store(self) -> Store | None:
        """
        The store; None where there is none and nothing is saved that would need one.

        Raises:
            StoreError: It cannot be opened.
        """
        if not self._settings.saving and not self._is_there():
            return None
        opening = self._opening
        if opening is None or (opening.done() and not self._is_open()):
            opening = self._begin()  # what was wrong may have been mended
        return await asyncio.shield(opening)  # others wait for it too

    async def store_for_saving(self) -> Store:
        """
        The store, for something new.

        Raises:
            HttpError: ``saving-off``.
            StoreError: It cannot be opened.
        """
        store = await self.store() if self._settings.saving else None
        if store is None:
            raise HttpError(
                "saving-off", "This server does not keep graphs.", hint="Keep a link or a file instead."
            )
        return store

    async def close(self) -> None:
        """Close the store, if it was opened."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
        if self._opening is not None:
            (opened,) = await asyncio.gather(self._opening, return_exceptions=True)
            if not isinstance(opened, BaseException):
                await opened.close()

    def _refusal(self) -> str | None:
        """What keeps anything from being saved that is to be; found out by trying until that has worked once."""
        if not self._settings.saving:
            return None
        reason = (obstacle if self._tried else trial)(self._settings.store_file)
        self._tried = self._tried or reason is None
        return reason

    def _is_there(self) -> bool:
        """Whether there is a store that can be seen; `Path.exists` raises where its folder is closed to us."""
        return os.path.exists(self._settings.store_file)

    def _is_open(self) -> bool:
        """Whether it was opened, and its file has not been taken away since."""
        return (found := _opened(self._opening)) is not None and not found.gone

    def _begin(self) -> asyncio.Task[Store]:
        self._opening = asyncio.ensure_future(self._open(_opened(self._opening)))
        return self._opening

    async def _open(self, before: Store | None) -> Store:
        if before is not None:  # closed first: it knows the new one's log by the same name
            await before.close()
        return await self._opener()

    async def _sweep(self) -> None:
        """Forget what has expired from hour to hour, whether anybody saves or not."""
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                store = await self.store() if self._is_there() else None
                if store is not None:
                    await store.forget_expired()
            except (StoreError, OSError) as error:  # whatever it was, in an hour it may be mended
                _LOG.warning("What has expired could not be forgotten: %s", error)

    def _tell(self, opening: asyncio.Task[Store]) -> None:
        """Log why the store could not be opened; whoever needs it will try again."""
        if not opening.cancelled() and (error := opening.exception()):
            _LOG.error("Nothing can be saved or read in %s: %s", self._settings.store_file, error)

    async def _open_file(self) -> Store:
        sql = await asyncio.to_thread(importlib.import_module, f"{_PACKAGE}.store.sql")
        settings = self._settings
        opened: Store = await sql.open_store(
            settings.store_file,
            run_s=settings.run_hours * 3600,
            graph_s=settings.graph_days * 24 * 3600 or None,
            mib=settings.store_mib,
        )
        return opened


def _opened(opening: asyncio.Task[Store] | None) -> Store | None:
    """What was opened; None where that has not happened, or not worked."""
    if opening is None or not opening.done() or opening.cancelled() or opening.exception():
        return None
    return opening.result()


def trouble(error: StoreError, retry_after_s: int) -> HttpError:
    """What to say when the store could not."""
    if isinstance(error, StoreFull):
        return HttpError(
            "store-full",
            "The store is full; nothing was saved, and what was there before is still there.",
            hint=f"Keep a link or a file meanwhile, and {TELL}.",
        )
    broken = isinstance(error, StoreBroken)
    return HttpError(
        "store-unavailable",
        f"{error} {'Nothing was saved.' if isinstance(error, StoreGone) else 'Nothing was lost.'}",
        hint=f"Keep a link or a file meanwhile, and {TELL}." if broken else "Try again shortly.",
        headers={"Retry-After": str(retry_after_s)},
    )

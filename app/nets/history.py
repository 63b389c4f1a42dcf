"""
What a run remembers of its epochs: columns, thinned out where there are more than anybody looks at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST = 2000
COLUMNS = ("epoch", "train_loss", "validation_loss", "accuracy", "validation_accuracy", "learning_rate")
Entry = tuple[int, float, float | None, float | None, float | None, float]


@dataclass(slots=True)
class History:
    """
    Entries by epoch, the first and the last always among them.

    Past `MOST` entries every second one goes and only every second epoch is kept from then on, and so forth: which
    entries there are depends on the number of epochs alone.
    """

    entries: list[Entry] = field(default_factory=list)
    every: int = 1
    _last: Entry | None = None

    def add(self, entry: Entry) -> None:
        """Remember *entry*, the newest."""
        self._last = entry
        if (entry[0] - self.entries[0][0]) % self.every if self.entries else False:
            return
        self.entries.append(entry)
        if len(self.entries) > MOST:
            self.entries = self.entries[::2]
            self.every *= 2

    def columns(self) -> dict[str, list[Any] | None]:
        """By column; None for one that has nothing, as validation without rows for it."""
        entries = list(self.entries)
        if self._last is not None and entries[-1] != self._last:
            entries.append(self._last)
        if not entries:
            return {name: [] for name in COLUMNS}
        found: dict[str, list[Any] | None] = {}
        for name, column in zip(COLUMNS, zip(*entries, strict=True), strict=True):
            found[name] = None if column[0] is None else list(column)
        return found

"""The nodes of a text while it is read: columns by slot, and the ids of those without a name."""

from __future__ import annotations

from typing import Any

from .array import Array
from .op import Op


class Columns:
    """
    Nodes made so far.

    Attributes:
        names: By slot, the name; None where the node will be numbered.
        kinds, ops, attrs, inputs, values: By slot, as `Graph.assemble` takes them.
        spans: By slot, the first and last token.
        slot_by_name: Names known so far.
    """

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self.kinds: list[str] = []
        self.ops: list[Op | None] = []
        self.attrs: list[dict[str, Any]] = []
        self.inputs: list[tuple[int, ...]] = []
        self.values: list[float | Array | None] = []
        self.spans: list[tuple[int, int]] = []
        self.slot_by_name: dict[str, int] = {}

    def add(
        self, kind: str, name: str | None, value: float | Array | None, first: int, last: int, op: Op | None = None,
        inputs: tuple[int, ...] = (), attrs: dict[str, Any] | None = None,
    ) -> int:  # fmt: skip
        """Append a node and return its slot."""
        slot = len(self.names)
        self.names.append(name)
        self.kinds.append(kind)
        self.ops.append(op)
        self.attrs.append({} if attrs is None else attrs)
        self.inputs.append(inputs)
        self.values.append(value)
        self.spans.append((first, last))
        return slot

    def is_literal(self, slot: int) -> bool:
        """Whether *slot* is a number or list as written, not yet named."""
        return self.kinds[slot] == "constant" and self.names[slot] is None

    def numbered(self) -> list[str]:
        """Return all ids: names, and for the others ``_add1``, ``_c1``, ... skipping those that the text uses."""
        taken = set(self.names)
        counts: dict[str, int] = {}
        ids: list[str] = []
        for name, op in zip(self.names, self.ops, strict=True):
            if name is not None:
                ids.append(name)
                continue
            stem = "_c" if op is None else f"_{op.name}"
            count = counts.get(stem, 0) + 1
            while (numbered := f"{stem}{count}") in taken:
                count += 1
            counts[stem] = count
            ids.append(numbered)
        return ids

"""
What the three programs share: which variable holds which node, what each op's line is, and the head of the file.

A nameless number is written where it is used, as in ``2.0 * x``, wherever it stands beside a variable in an infix op.
Everything else has a variable: two bare numbers would be Python's own arithmetic, which raises where NumPy answers.
"""

from __future__ import annotations

from math import isfinite

from ...engine.graph import Value
from ...engine.passes import Run
from ...explain.naming import is_nameless
from ...explain.tensors import shape_of
from ..words import comment, title_of
from .literals import array_code, number_code
from .row import MODULES, Site, value_code
from .table import CODE
from .variables import Variables

_MAKERS = {
    "numpy": ("np.float64", "np.array"),
    "pytorch": ("torch.tensor", "torch.tensor"),
    "jax": ("jnp.array", "jnp.array"),
}
MAKER = "Written by Backprop Visualizer."


class Lines:
    """
    The lines of one run in one library.

    Attributes:
        run, graph, library: What is written.
        names: Its variables.
        inlined: Slots of the numbers that have no variable.
    """

    def __init__(self, run: Run, library: str) -> None:
        self.run, self.graph, self.library = run, run.graph, library
        self.module = MODULES[library]
        self.names = Variables(run.graph)
        self.inlined = self._find_inlined()

    def _find_inlined(self) -> frozenset[int]:
        graph = self.graph
        found = {
            slot
            for slot, name in enumerate(graph.ids)
            if graph.kinds[slot] == "constant" and is_nameless(name) and self._is_number(slot)
        }
        found.discard(self.run.output)
        for slot, op in enumerate(graph.ops):
            sources = graph.inputs[slot]
            if op is not None and (op.infix is None or not op.elementwise or found.issuperset(sources)):
                found.difference_update(sources)
        return frozenset(found)

    def _is_number(self, slot: int) -> bool:
        value = self.run.values[slot]
        return isinstance(value, float) and isfinite(value)

    def operand(self, slot: int) -> str:
        """The code of a node where it is used."""
        if slot not in self.inlined:
            return self.names.value[slot]
        text = number_code(self.run.values[slot], self.module)  # type: ignore[arg-type]  # a finite float
        return f"({text})" if text[0] == "-" else text

    def site(self, slot: int) -> Site:
        """The op at *slot*, for its row."""
        graph, values = self.graph, self.run.values
        op = graph.ops[slot]
        assert op is not None  # only ops have a row
        sources = graph.inputs[slot]
        return Site(
            op,
            dict(graph.attrs[slot]),
            tuple([self.operand(source) for source in sources]),
            tuple([values[source] if source in self.inlined else None for source in sources]),  # type: ignore[misc]
            tuple([shape_of(values[source]) for source in sources]),
            self.names.value[slot],
            shape_of(values[slot]),
        )

    def leaves(self) -> list[int]:
        """Slots of inputs and parameters."""
        return [slot for slot, kind in enumerate(self.graph.kinds) if kind in ("input", "parameter")]

    def constants(self) -> list[int]:
        """Slots of constants that have a variable."""
        kinds = self.graph.kinds
        return [slot for slot in range(len(kinds)) if kinds[slot] == "constant" and slot not in self.inlined]

    def made(self, value: Value | None, setting: str = "") -> str:
        """
        The code that makes a number or an array of the library's own kind.

        Args:
            value: A float or an array.
            setting: What else to pass, ``requires_grad=True``.
        """
        text = number_code(value, self.module) if isinstance(value, float) else array_code(value, self.module)
        maker = _MAKERS[self.library][bool(shape_of(value))]
        call = text[:-1] if text.startswith(f"{self.module}.zeros") else f"{maker}({text}"
        return f"{call}, {setting})" if setting else f"{call})"

    def forward(self) -> list[str]:
        """One line per op, in forward order."""
        return [
            f"{self.names.value[slot]} = {value_code(CODE[op.name], self.site(slot), self.library)}"
            for slot, op in enumerate(self.graph.ops)
            if op is not None
        ]

    def said(self, slot: int) -> str:
        """What the program calls a node when it prints: its id, or its variable where the id is made up."""
        name = self.graph.ids[slot]
        return self.names.value[slot] if is_nameless(name) else name

    def print_value(self, code: str) -> str:
        """The line that prints the output's value."""
        return f'print("{self.said(self.run.output)} =", {code})'

    def print_gradient(self, slot: int, code: str) -> str:
        """The line that prints the gradient of one leaf."""
        return f'print("d{self.said(self.run.output)}/d{self.said(slot)} =", {code})'

    def head(self, sentence: str) -> list[str]:
        """The comment at the top."""
        return [f"# {comment(title_of(self.graph))}: {sentence}", f"# {MAKER}"]

"""
One sentence for each slip: it names the node or the edge, says what to look at, and does not give the answer away.

No sentence has a number of the graph in it. A hint for one student is read by the next one, too.
"""

from __future__ import annotations

from ...engine.array import shape_text
from ...engine.graph import Graph, Value
from ...engine.shapes import shape_of
from ..naming import ATOM, Called, name_nodes
from ..sentences import listed
from .mistakes import Slip
from .points import Asked

_SENTENCES = {
    "sign": "The size is right, the sign of {asked} is not.",
    "operands-swapped": "The operands of {0} are the wrong way round.",
    "value-of-another": "That is the value of another node, not of {0}.",
    "gradient-for-value": "That is a gradient; asked is {asked}, from the forward pass.",
    "other-operand": "That belongs to another operand of {1}; asked is {asked}.",
    "other-node": "That is the gradient of another node, not of {0}.",
    "value": "That is the value of {0}; asked is {asked}, a derivative.",
    "upstream-in-it": "The local gradient of {1} is its own: leave out what arrives at it.",
    "local-alone": "That is how {0} alone answers to {1}: multiply it by the gradient that arrives at {0}.",
    "locals-added": "Those are local gradients: multiply each by what arrives at that use of {0} before adding.",
    "up-to-here": "That is how {0} answers to {1}: what arrives at {0} is still to be multiplied in.",
    "local-missing": "That is what arrives at {1}: its local gradient towards {0} is still to be multiplied in.",
    "whole-gradient": "That is all that {0} receives; asked is only what comes back from {1} along this edge.",
    "crossed-already": "Asked is what arrives at {1}, before its local gradient towards {0} is multiplied in.",
    "rounding": "Nearly: carry more digits for {asked}.",
}


class Hints:
    """The sentences about one graph."""

    def __init__(self, graph: Graph, output: int) -> None:
        self._graph, self._output = graph, output
        self._called: list[Called] | None = None

    def slip(self, asked: Asked, slip: Slip) -> str:
        """What to say about *slip*."""
        if slip.said == "uses":
            return self._uses(*slip.about)
        names = [self._name(slot) for slot in slip.about]
        return _sentence(_SENTENCES[slip.said].format(*names, asked=self.asked(asked)))

    def rounding(self, asked: Asked) -> str:
        """What to say where only digits are missing."""
        return _SENTENCES["rounding"].format(asked=self.asked(asked))

    def only_here(self, asked: Asked) -> str:
        """What to say to a formula that is right for the given values alone."""
        return f"For other values of the leaves that is not {self.asked(asked)}."

    def begs(self, asked: Asked) -> str:
        """What to say to a formula for a value that names the node itself, or one made from it."""
        return f"A formula for {self.asked(asked)} names only what {self._name(asked.slot)} is made from."

    def shape(self, asked: Asked, truth: Value, answer: Value) -> str:
        """What to say to an answer of another shape."""
        shapes = shape_text(shape_of(truth)), shape_text(shape_of(answer))
        return _sentence(f"{self.asked(asked)} has shape {shapes[0]}, and the answer has shape {shapes[1]}.")

    def entries(self, asked: Asked, right: int, count: int) -> str:
        """What to say to an array of which some entries are right."""
        return f"{right} of the {count} entries of {self.asked(asked)} {'is' if right == 1 else 'are'} right."

    def other(self, asked: Asked) -> str:
        """What to say where no slip is recognised: how the number comes about."""
        if asked.quantity == "value":
            return self._how_a_value(asked.slot)
        if asked.quantity == "local":
            return self._how_a_local(asked)
        if asked.quantity == "downstream":
            target, source = self._ends(asked)
            return f"Multiply what arrives at {target} by the local gradient of {target} towards {source}."
        return self._how_a_gradient(asked.slot)

    def asked(self, asked: Asked) -> str:
        """The number that is asked for, in words."""
        if asked.operand is None:
            return f"the {asked.quantity} of {self._name(asked.slot)}"
        target, source = self._ends(asked)
        if asked.quantity == "local":
            return f"the local gradient of {target} towards {source}"
        if asked.quantity == "upstream":
            return f"the gradient that arrives at {target}"
        return f"what {target} passes back to {source}"

    def _ends(self, asked: Asked) -> tuple[str, str]:
        """The asked edge's target and source; a source that is an operand twice is told with its place."""
        assert asked.operand is not None
        sources = self._graph.inputs[asked.slot]
        source = sources[asked.operand]
        place = f" as operand {asked.operand + 1}" if sources.count(source) > 1 else ""
        return self._name(asked.slot), self._name(source) + place

    def _name(self, slot: int) -> str:
        """The name, or the expression as it is written: a hint stands beside an answer that is written so, too."""
        if self._called is None:
            self._called = name_nodes(self._graph)
        one = self._called[slot]
        if not one.nameless:
            return one.words
        return one.text if one.precedence >= ATOM else f"({one.text})"

    def _uses(self, node: int, slot: int) -> str:
        count = sum(self._graph.inputs[target].count(node) for target in range(len(self._graph)))
        used = f"{self._name(node)} is used {'twice' if count == 2 else f'{count} times'}"
        way = "" if node == slot else f"On the way to {self._name(slot)}, "
        return f"{way}{used}: add up what comes back from every use that leads to {self._name(self._output)}."

    def _how_a_value(self, slot: int) -> str:
        sources = list(dict.fromkeys(self._graph.inputs[slot]))
        if not sources:
            return f"{self._name(slot)} is a leaf: its value is given."
        return f"Work {self._name(slot)} out from {listed([self._name(source) for source in sources[:4]])}."

    def _how_a_local(self, asked: Asked) -> str:
        target, source = self._ends(asked)
        others = " and everything else stays" if len(self._graph.inputs[asked.slot]) > 1 else ""
        return f"Ask how fast {target} changes when {source} moves a little{others}."

    def _how_a_gradient(self, slot: int) -> str:
        if slot == self._output:
            return f"{self._name(slot)} is the output: its gradient is the seed."
        targets = list(dict.fromkeys(t for t, sources in enumerate(self._graph.inputs) if slot in sources))
        name = self._name(slot)
        if len(targets) != 1:
            return f"Follow every way from {self._name(self._output)} back to {name}, and add what arrives."
        target = self._name(targets[0])
        return f"Take what arrives at {target}, times the local gradient of {target} towards {name}."


def _sentence(text: str) -> str:
    """*text* as a sentence begins, where it begins with a word of ours and not with a name."""
    return text[0].upper() + text[1:] if text.startswith(("the ", "what ")) else text

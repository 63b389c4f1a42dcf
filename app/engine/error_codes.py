"""
The list of error codes: a title and a sentence each, and how a limit is said.

The error reference and the pages under ``/errors/`` are made from it. A code is public: it may be added, never renamed.
"""

from __future__ import annotations

from typing import NamedTuple


class Explanation(NamedTuple):
    """An entry of the error reference."""

    title: str
    sentence: str


CODES: dict[str, Explanation] = {
    # the text
    "syntax": Explanation("Syntax error", "The text does not follow the grammar at the place shown."),
    "unknown-op": Explanation("Unknown op", "No op has this name; the list of ops is in the op reference."),
    "not-supported": Explanation("Not supported", "This is Python, but not part of the expression language."),
    "not-a-literal": Explanation(
        "Not a literal",
        "The value of a declared input, parameter or constant must be a number or nested lists of numbers.",
    ),
    "name-assigned-twice": Explanation(
        "Name assigned twice", "A name stands for one node, so it is assigned once."
    ),
    "used-before-definition": Explanation(
        "Used before definition", "A name is assigned before the line that uses it."
    ),
    "unknown-setting": Explanation("Unknown setting", "The op has no setting with this name."),
    "bad-setting": Explanation("Bad setting", "The setting's value is of the wrong kind or out of range."),
    "wrong-operand-count": Explanation(
        "Wrong number of operands", "The op takes another number of operands."
    ),
    "empty-program": Explanation("Nothing to evaluate", "The text or the graph holds no node."),
    # the document
    "wrong-type": Explanation("Wrong type", "A value of another JSON type is expected at this place."),
    "missing-key": Explanation("Missing key", "A key that this object must have is not there."),
    "unknown-key": Explanation(
        "Unknown key", "This object has no such key; unknown keys are refused so that slips are seen."
    ),
    "not-a-number": Explanation(
        "Not a number",
        'A number is a JSON number within float64, or one of the strings "NaN", "Infinity" and "-Infinity".',
    ),
    "ragged-array": Explanation(
        "Ragged array", "Nested arrays are rectangular: rows at one level have one length."
    ),
    "bad-id": Explanation(
        "Bad id",
        "An id is up to 200 letters, digits and underscores, does not start with a digit, and is none of True, "
        "False and None.",
    ),
    "duplicate-id": Explanation("Duplicate id", "Two nodes, or two groups, have the same id."),
    "bad-kind": Explanation("Bad kind", "A node is an input, a parameter, a constant or an op."),
    "unknown-node": Explanation("Unknown node", "No node of the graph has this id."),
    "unknown-edge": Explanation(
        "Unknown edge", "No edge of the graph runs from this source to this target at this index."
    ),
    "cycle": Explanation("Cycle", "A node depends on itself, so that no order of evaluation exists."),
    "open-port": Explanation(
        "Open port", "An input of an op is not connected; only a partial evaluation can go on without it."
    ),
    "bad-group": Explanation("Bad group", "A group's nodes or parent do not fit the graph."),
    "bad-layout": Explanation(
        "Bad layout",
        "A position is two finite numbers, a route is a list of positions, and an edge is source>target:index.",
    ),
    "unknown-group": Explanation("Unknown group", "No group of the graph has this id."),
    "group-changed": Explanation(
        "Group changed",
        "The group's inside is no longer what its op expands to, so it cannot be folded back.",
    ),
    "group-has-no-op": Explanation(
        "Group has no op", "The group stands for no op, so there is nothing to fold it into."
    ),
    "not-a-composite": Explanation(
        "Not a composite", "The node is a leaf or a primitive op and has no parts to expand into."
    ),
    # what is handed to a pass
    "missing-value": Explanation(
        "Missing value", "An input or parameter has no value, in the graph or among the inputs."
    ),
    "not-a-leaf": Explanation("Not a leaf", "Only inputs, parameters and constants can be given a value."),
    "output-ambiguous": Explanation(
        "Output ambiguous", "Several nodes could be meant; say which one to differentiate."
    ),
    "seed-required": Explanation(
        "Seed required", "An output that is no scalar needs a seed: the gradient entering there."
    ),
    "seed-shape": Explanation("Seed of the wrong shape", "The seed has exactly the output's shape."),
    "wrt-required": Explanation(
        "wrt required", "Forward mode differentiates with respect to one node; name it."
    ),
    "direction-required": Explanation(
        "Direction required", "Forward mode with respect to a node that is no scalar needs a direction."
    ),
    "direction-shape": Explanation(
        "Direction of the wrong shape", "The direction has exactly the shape of wrt."
    ),
    "output-not-scalar": Explanation(
        "Output not scalar", "This needs one number to differentiate, per row where there are rows."
    ),
    "nothing-to-grade": Explanation(
        "Nothing to grade",
        "The question has no number to hold an answer against: no gradient flows to a constant.",
    ),
    "unknown-parameter": Explanation("Unknown parameter", "The network has no parameter of this name."),
    "bad-column": Explanation(
        "Bad column",
        "Columns have one row per example, the same number each, and class numbers count from 0.",
    ),
    "shape-mismatch": Explanation("Shape mismatch", "The operands' shapes do not go together for this op."),
    # limits
    "body-limit": Explanation("Body too large", "The request body passes its limit."),
    "expression-limit": Explanation("Expression too long", "The text passes its limit of bytes."),
    "token-limit": Explanation("Too many tokens", "The text passes its limit of tokens."),
    "nesting-limit": Explanation("Nested too deeply", "Brackets and operators nest past their limit."),
    "node-limit": Explanation("Too many nodes", "The graph passes its limit of nodes."),
    "edge-limit": Explanation("Too many edges", "The graph passes its limit of edges."),
    "entry-limit": Explanation(
        "Too many tensor entries", "The tensors of the graph, summed, pass their limit of entries."
    ),
    "dimension-limit": Explanation("Too many dimensions", "A tensor passes the limit of dimensions."),
    "row-limit": Explanation("Too many rows", "Rows times nodes pass their limit."),
    "step-limit": Explanation("Too many steps", "More steps are asked for than the limit allows."),
    "saved-limit": Explanation("Too large to save", "The graph passes the limit of bytes of a saved one."),
    "compute-limit": Explanation("Too slow", "The work passes its limit of seconds."),
}

LIMIT_SENTENCES: dict[str, str] = {
    "body-limit": "The body has {seen} bytes; the limit is {allowed}.",
    "expression-limit": "The expression has {seen} bytes; the limit is {allowed}.",
    "token-limit": "The expression has {seen} tokens; the limit is {allowed}.",
    "nesting-limit": "The input nests {seen} deep; the limit is {allowed}.",
    "node-limit": "The graph has {seen} nodes; the limit is {allowed}.",
    "edge-limit": "The graph has {seen} edges; the limit is {allowed}.",
    "entry-limit": "The graph needs {seen} tensor entries; the limit is {allowed}.",
    "dimension-limit": "A tensor has {seen} dimensions; the limit is {allowed}.",
    "row-limit": "Rows times nodes come to {seen}; the limit is {allowed}.",
    "step-limit": "{seen} steps are asked for; the limit is {allowed}.",
    "saved-limit": "The graph has {seen} bytes; the limit of what is saved is {allowed}.",
    "compute-limit": "The work takes more than {seen} s; the limit is {allowed} s.",
}

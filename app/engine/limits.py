"""
How large a graph may be. Each is checked before the work is done, and each is a setting of the server.

The engine takes limits as an argument and never reads a setting; the defaults are those of the API reference.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_ID_LENGTH = (
    200  # of nodes; no setting: every line of a trace names nodes, and saved graphs must open everywhere
)


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Attributes:
        max_expression_bytes: Source text, in bytes of UTF-8.
        max_tokens: Tokens of a source text.
        max_nesting: Nesting of brackets, operators, arrays.
        max_nodes: Nodes of a graph.
        max_edges: Edges of a graph (`concat` and `stack` take any number of operands).
        max_entries: Tensor entries in all: values, gradients' Jacobians included.
        max_dims: Dimensions of one tensor.
        jacobian_entries: Entries up to which a local gradient is written out as a Jacobian.
        max_rows_times_nodes: Rows of a batch times nodes of its graph.
        max_steps: Steps of a descent or a training.
        max_seconds: Seconds after which a training ends with what it has.
    """

    max_expression_bytes: int = 256 * 1024
    max_tokens: int = 50_000
    max_nesting: int = 100
    max_nodes: int = 10_000
    max_edges: int = 100_000
    max_entries: int = 1_000_000
    max_dims: int = 8
    jacobian_entries: int = 4096
    max_rows_times_nodes: int = 5_000_000
    max_steps: int = 1_000_000
    max_seconds: float = 4.0


DEFAULT_LIMITS = Limits()
_ANY = 2**62
UNLIMITED = Limits(
    _ANY, _ANY, _ANY, _ANY, _ANY, _ANY, 64, 4096, _ANY, _ANY
)  # for callers that trust their graph

"""
A plain layout for graphs that have none: columns by longest path, rows by barycentre, no randomness.

A node stands one column right of its last operand, a leaf one left of its first consumer. Long wires get a place in
every column they pass, so that they run between nodes. Rows are ordered by the mean of their neighbours, swept to and
fro, and then pulled level with them as far as the order lets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .measures import GAP, LEAF_HEIGHT
from .shown import TERMINAL, Edge, Shown

Places = dict[str, tuple[float, float]]
Bends = dict[str, list[tuple[float, float]]]
Link = tuple[str, str, float]
_Near = Mapping[str, list[tuple[str, float, float]]]

_SWEEPS = 8
_PITCH = 112.0
_PASSING = 76.0  # what a wire that passes takes of a column
_ROOMY = 1.35
_STRAIGHT = 6.0  # how much more a long wire pulls on its own bends than others on nodes
_BY_PORT = 0.3  # of a place: an operand leans to its port, so that wires need not cross on their way there
_COLUMN_GAP = GAP + 24


def layered(shown: Shown) -> tuple[Places, Bends]:
    """Return places of all nodes (of a leaf, its tip) and the bends of long wires."""
    edges = [(edge.source, edge.target, edge.key) for edge in shown.edges]
    ranks = _ranks(
        list(shown.nodes), edges, {name for name, node in shown.nodes.items() if node.form == "leaf"}
    )
    columns, wires, chains = _with_passing(ranks, edges, 4 * len(shown.nodes) + 400)
    leans = {edge.key: _lean(shown, edge) for edge in shown.edges}
    links = [(source, target, leans[key]) for source, target, key in wires]
    _order(columns, links)
    # Arrays need more room beside their wires than numbers do.
    roomy = any(node.form == "leaf" and not node.field for node in shown.nodes.values())
    rows = {name: row * (_ROOMY if roomy else 1.0) for name, row in _rows(columns, links).items()}
    lefts = _lefts(shown, columns, _COLUMN_GAP * (_ROOMY if roomy else 1.0))
    places: Places = {}
    for rank, column in enumerate(columns):
        left, wide = lefts[rank]
        for name in column:
            node = shown.nodes.get(name)
            if node is not None:
                x = left + wide if node.form == "leaf" else left + wide / 2
                places[name] = (round(x, 1), round(rows[name], 1))
    middle = [left + wide / 2 for left, wide in lefts]
    bends = {
        key: [(round(middle[rank], 1), round(rows[name], 1)) for rank, name in chain]
        for key, chain in chains.items()
    }
    return places, {key: _fewer(bend) for key, bend in bends.items()}


def _lean(shown: Shown, edge: Edge) -> float:
    """How far above or below its target's place an operand wants to be, where operands have an order."""
    if edge.target == TERMINAL or shown.nodes[edge.target].free:
        return 0.0
    return _BY_PORT * (edge.index - 0.5)


def _ranks(names: Sequence[str], edges: Sequence[tuple[str, str, str]], leaves: set[str]) -> dict[str, int]:
    """Column of every node; *names* come in forward order, the terminal last."""
    into, out = defaultdict(list), defaultdict(list)
    for source, target, _ in edges:
        into[target].append(source)
        out[source].append(target)
    ranks: dict[str, int] = {}
    order = _forward(names, into)
    for name in order:
        ranks[name] = max((ranks[source] + 1 for source in into[name] if source in ranks), default=0)
    for name in leaves:
        ranks[name] = min((ranks[target] - 1 for target in out[name]), default=0)
    return ranks


def _forward(names: Sequence[str], into: Mapping[str, list[str]]) -> list[str]:
    """Names so that operands come first; a closed group may stand in the list before what it reads."""
    waiting = {name: len(set(into[name])) for name in names}
    out = defaultdict(list)
    for target, sources in into.items():
        for source in dict.fromkeys(sources):
            out[source].append(target)
    ready = [name for name in names if not waiting[name]]
    for name in ready:
        for target in out[name]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return ready + [name for name in names if waiting[name] > 0]


def _with_passing(
    ranks: Mapping[str, int], edges: Sequence[tuple[str, str, str]], most: int
) -> tuple[list[list[str]], list[tuple[str, str, str]], dict[str, list[tuple[int, str]]]]:
    """
    Put a passing place into every column that a long wire crosses, as long as there are not too many.

    Returns:
        Names by column, links between neighbouring columns with their wire, and for each long wire its places.
    """
    count = max(ranks.values()) + 1
    columns: list[list[str]] = [[] for _ in range(count)]
    for name, rank in ranks.items():
        columns[rank].append(name)
    long = sum(max(0, ranks[target] - ranks[source] - 1) for source, target, _ in edges)
    links: list[tuple[str, str, str]] = []
    chains: dict[str, list[tuple[int, str]]] = {}
    for source, target, key in edges:
        passed = range(ranks[source] + 1, ranks[target]) if long <= most else range(0)
        chain = [(rank, f"{key}@{rank}") for rank in passed]
        for rank, name in chain:
            columns[rank].append(name)
        stops = [source, *[name for _, name in chain], target]
        links += [(a, b, key) for a, b in pairwise(stops)]
        if chain:
            chains[key] = chain
    return columns, links, chains


def _order(columns: list[list[str]], links: Sequence[Link]) -> None:
    """Sort each column by the mean place of its neighbours, to the right and back."""
    left, right = _neighbours(links)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        across, near = (columns[1:], left) if forth else (columns[-2::-1], right)
        place = {name: i - len(column) / 2 for column in columns for i, name in enumerate(column)}
        for column in across:
            means = {
                name: _mean([(place[one] + lean, 1.0) for one, lean, _ in near[name]], place[name])
                for name in column
            }
            column.sort(key=means.__getitem__)
            place.update((name, i - len(column) / 2) for i, name in enumerate(column))


def _rows(columns: list[list[str]], links: Sequence[Link]) -> dict[str, float]:
    """Height of every node: near its neighbours', in the column's order, never too close."""
    left, right = _neighbours(links)
    rows: dict[str, float] = {}
    for column in columns:
        rows.update(_apart(column, dict.fromkeys(column, 0.0)))
    for sweep in range(2 * _SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            near = {name: [*left[name], *right[name]] for name in column}
            wanted = {
                name: _mean([(rows[one] + lean * _PITCH, pull) for one, lean, pull in near[name]], rows[name])
                for name in column
            }
            rows.update(_apart(column, wanted))
    return rows


def _apart(column: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
    """The rows nearest to *wanted*, in order and a pitch apart: blocks that would overlap are averaged."""
    offsets, total = [], 0.0
    for name, after in zip(column, [*column[1:], ""], strict=True):
        offsets.append(total)
        total += _PASSING if "@" in name or "@" in after else _PITCH
    blocks: list[list[float]] = []  # mean and size
    for name, offset in zip(column, offsets, strict=True):
        blocks.append([wanted[name] - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, size = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + mean * size) / (blocks[-1][1] + size),
                blocks[-1][1] + size,
            ]
    means = [mean for mean, size in blocks for _ in range(int(size))]
    return {name: mean + offset for name, mean, offset in zip(column, means, offsets, strict=True)}


def _neighbours(links: Sequence[Link]) -> tuple[_Near, _Near]:
    """By name, the neighbours on each side: who, how far from its own place, and how strong the pull is."""
    left, right = defaultdict(list), defaultdict(list)
    for source, target, lean in links:
        pull = _STRAIGHT if "@" in source and "@" in target else 1.0
        left[target].append((source, 0.0, pull))
        right[source].append((target, lean, pull))
    return left, right


def _mean(values: Sequence[tuple[float, float]], otherwise: float) -> float:
    """The mean of values with their weights."""
    weight = sum(pull for _, pull in values)
    return sum(value * pull for value, pull in values) / weight if weight else otherwise


def _lefts(shown: Shown, columns: Sequence[Sequence[str]], gap: float) -> list[tuple[float, float]]:
    """Left side and width of every column."""
    found, x = [], 0.0
    for column in columns:
        wide = max(
            (2 * shown.nodes[name].half_width for name in column if name in shown.nodes), default=LEAF_HEIGHT
        )
        found.append((x, wide))
        ends = TERMINAL in column
        x += wide + (gap if not ends else GAP)
    return found


def _fewer(bends: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Bends without those on one level between others."""
    kept = bends[:1]
    for i in range(1, len(bends) - 1):
        if not bends[i - 1][1] == bends[i][1] == bends[i + 1][1]:
            kept.append(bends[i])
    return [*kept, bends[-1]] if len(bends) > 1 else kept

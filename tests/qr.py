"""
Reads a QR code that is drawn without a fault: its text from its modules.

No correction of errors, since nothing on the way from the encoder to here may make any; that they are none is checked
where codes of another encoder are read. Numbers and places are from ISO/IEC 18004:2015, tables 7 and 9 and annex E.
"""

from __future__ import annotations

from collections.abc import Iterator

Modules = list[list[bool]]

# By level, then by version from 1: correction codewords of a block, and how many blocks there are.
_CORRECTION = {
    "L": (7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26),
    "M": (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28),
}
_BLOCKS = {
    "L": (1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12),
    "M": (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21),
}
_MASKS = (
    lambda x, y: (x + y) % 2 == 0,
    lambda x, y: y % 2 == 0,
    lambda x, y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


def read(modules: Modules) -> str:
    """
    The text of a code.

    Args:
        modules: Rows from the top, true where dark, without the quiet ground.
    """
    size = len(modules)
    version = (size - 17) // 4
    assert size == 4 * version + 17 and all(len(row) == size for row in modules)
    level, mask = _format(modules)
    bits = [modules[y][x] != _MASKS[mask](x, y) for x, y in _path(size, _reserved(version))]
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    return _text(_deinterleaved(codewords, version, level), version)


def _format(modules: Modules) -> tuple[str, int]:
    """Level and mask, which stand beside two corners, the same each time."""
    size = len(modules)
    around = [(x, 8) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, y) for y in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(8, size - 1 - k) for k in range(7)] + [(size - 8 + k, 8) for k in range(8)]
    first, second = (
        _number([modules[y][x] for x, y in places]) ^ 0b101010000010010 for places in (around, apart)
    )
    assert first == second
    return {1: "L", 0: "M"}[first >> 13], first >> 10 & 7


def _alignment(version: int) -> list[int]:
    """Where the middles of the alignment marks are, along one side."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    return [6, *sorted(version * 4 + 10 - step * k for k in range(count - 1))]


def _reserved(version: int) -> set[tuple[int, int]]:
    """Modules that carry no data: finders, timing, alignment, format, version."""
    size = version * 4 + 17
    taken = {(x, y) for x in range(size) for y in range(size) if 6 in (x, y)}
    for left, top in ((0, 0), (size - 8, 0), (0, size - 8)):
        taken |= {(x, y) for x in range(left, left + 8) for y in range(top, top + 8)}
    taken |= {(8, y) for y in range(9)} | {(x, 8) for x in range(9)}
    taken |= {(8, size - 1 - k) for k in range(8)} | {(size - 1 - k, 8) for k in range(8)}
    marks, last = _alignment(version), size - 7
    for x, y in ((x, y) for x in marks for y in marks):
        if (x, y) not in ((6, 6), (6, last), (last, 6)):
            taken |= {(x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3)}
    if version >= 7:
        taken |= {(size - 11 + k, y) for k in range(3) for y in range(6)}
        taken |= {(x, size - 11 + k) for k in range(3) for x in range(6)}
    return taken


def _path(size: int, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The data modules in their order: pairs of columns from the right, up and down in turns."""
    columns = [*range(size - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        yield from ((x, y) for y in rows for x in (right, right - 1) if (x, y) not in taken)


def _deinterleaved(codewords: list[int], version: int, level: str) -> list[int]:
    """The data codewords in order; blocks take turns, and the longer ones have one more at the end."""
    blocks, correction = _BLOCKS[level][version - 1], _CORRECTION[level][version - 1]
    data = len(codewords) - blocks * correction
    short = data // blocks
    lengths = [short + (k >= blocks - data % blocks) for k in range(blocks)]
    found: list[list[int]] = [[] for _ in lengths]
    turns = [k for place in range(short + 1) for k in range(blocks) if place < lengths[k]]
    for k, word in zip(turns, codewords, strict=False):
        found[k].append(word)
    return [word for block in found for word in block]


def _text(words: list[int], version: int) -> str:
    """What the segments say: bytes in UTF-8, announced as such or not."""
    bits = [bool(word >> 7 - k & 1) for word in words for k in range(8)]
    at = 0
    said = b""

    def take(count: int) -> int:
        nonlocal at
        at += count
        return _number(bits[at - count : at])

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == 7:  # the alphabet that follows
            assert take(8) == 26, "not UTF-8"
        else:
            assert mode == 4, "not bytes"
            said += bytes(take(8) for _ in range(take(16 if version > 9 else 8)))
    return said.decode()


def _number(bits: list[bool]) -> int:
    return int("".join("01"[bit] for bit in bits), 2)

"""
Record QR codes that another encoder drew: install segno anywhere, then ``python -m tests.oracles.make_qr_codes``.

The reader in ``tests/qr.py`` is tried on them before it reads what the page draws. Versions with and without alignment
marks, version numbers and several blocks are there, in both levels of correction that the page uses.

Each code is a list of rows in hexadecimal, the most significant bit on the left.
"""

from __future__ import annotations

import json
from pathlib import Path

LINK = "https://backprop.example.org/?lesson=sigmoid-neuron#at=edge.z.f.0&view=present&theme=light"
LONG = 1000  # beyond, a code with the better correction is larger than any that the page draws
TEXTS = {
    "a letter": "a",
    "short": "https://example.org/",
    "a link": LINK,
    "a program": LINK + "&p=" + "qmTKu03SNE7V4SpNz8wr0QUA-_" * 6,
    "a long program": LINK + "&p=" + "qmTKu03SNE7V4SpNz8wr0QUA-_" * 30,
    "as long as it gets": ("qmTKu03SNE7V4SpNz8wr0QUA-_" * 60)[:1272],
}


def main() -> None:
    """Draw each text in both levels, as large as it must be."""
    import segno  # not a dependency: the codes are recorded

    codes = []
    for text in TEXTS.values():
        for level in "LM" if len(text) < LONG else "L":
            how = {"mode": "byte", "encoding": "utf-8", "eci": True, "boost_error": False, "micro": False}
            code = segno.make(text, error=level, **how)
            rows = [f"{int(''.join(map(str, row)), 2):x}" for row in code.matrix]
            codes.append({"text": text, "level": level, "version": code.version, "rows": rows})
    Path(__file__).with_name("qr_codes.json").write_text(json.dumps(codes, indent=0) + "\n")


if __name__ == "__main__":
    main()

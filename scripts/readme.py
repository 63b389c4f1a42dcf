"""
Write the parts of the README that the code already says: the table of settings, and the example of an op.

They are kept in the README all the same, because whoever starts a server or adds an op reads that first.
``tests/test_promises.py`` compares the two.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def table() -> str:
    """The settings as a Markdown table, in the order they are declared."""
    sys.path.insert(0, str(ROOT))
    from app.settings import Settings

    prefix = Settings.model_config.get("env_prefix", "")
    rows = [
        f"| `{prefix.upper()}{name.upper()}` | `{field.default}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | means |", "|---|---|---|", *rows]) + "\n"


def declaration(name: str) -> str:
    """The declaration of one op, as it stands in its file."""
    for path in sorted((ROOT / "app" / "engine" / "ops").glob("*.py")):
        found = re.search(
            rf"^{name} = op\(\n.*?^\)\n", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        if found:
            return f"```python\n{found.group()}```\n"
    raise LookupError(f"{name} is declared nowhere.")


def put(text: str, mark: str, part: str) -> str:
    """*text* with *part* between the two marks named *mark*."""
    start, end = f"<!-- {mark}: written by scripts/readme.py -->\n", f"<!-- end of {mark} -->"
    before, rest = text.split(start)
    return before + start + part + end + rest.split(end)[1]


def refreshed(text: str) -> str:
    """The README as it should be."""
    return put(put(text, "settings", table()), "op", declaration("tanh"))


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")

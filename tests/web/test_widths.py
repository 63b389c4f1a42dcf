"""The table of text widths against the fonts it is made from."""

from __future__ import annotations

import pytest

from scripts.widths import TARGET, source


def test_the_width_table_is_that_of_the_vendored_fonts() -> None:
    """Making the table again gives the checked-in file."""
    pytest.importorskip("fontTools")

    assert TARGET.read_text(encoding="utf-8") == source(), "run python scripts/widths.py"

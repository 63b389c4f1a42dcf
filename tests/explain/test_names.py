"""Names set as mathematics."""

import json
from pathlib import Path

import pytest

from app.explain.names import label_tex, name_tex

NAMES = json.loads((Path(__file__).parents[1] / "fixtures" / "names.json").read_text())
"""The page sets the same names by a rule of its own: tests/js/names.test.mjs reads them too."""


@pytest.mark.parametrize(("name", "tex"), NAMES.items())
def test_a_name_is_set_as_mathematics(name, tex):
    """A letter with a subscript, a Greek letter, an accent, an upright word; long ones end in an ellipsis."""
    assert name_tex(name) == tex


def test_a_label_means_itself():
    """A label is any text; nothing in it is taken for LaTeX."""
    assert label_tex("w0") == "w_{0}"
    assert label_tex(r"100 % \frac{1}{2}") == r"\text{100 \% \textbackslash{}frac\{1\}\{2\}}"

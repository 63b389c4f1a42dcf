"""Every number a lesson states stands on its page: rounded to read, in full behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.lessons import LESSONS

from .conftest import Workbench, number, rounded

pytestmark = pytest.mark.browser

# What is written anywhere on the page with its full digits: on the canvas as a title, elsewhere as an attribute.
WRITTEN = """() => [
  ...[...document.querySelectorAll("svg.canvas text")].flatMap((text) => {
    const title = text.querySelector("title");
    const figures = [...text.childNodes].filter((part) => part !== title).map((part) => part.textContent).join("");
    return title ? [[figures, title.textContent]] : [];
  }),
  ...[...document.querySelectorAll(".panel [data-full]")].map((mark) => [mark.textContent, mark.dataset.full]),
]"""


def flat(printed: Any) -> list[str]:
    """The printed numbers of a stated quantity, entry by entry."""
    return (
        [entry for part in printed for entry in flat(part)]
        if isinstance(printed, (list, tuple))
        else [printed]
    )


def agrees(full: str, printed: str) -> bool:
    """Whether a number in full rounds to the printed digits; a matrix in a chip is no number."""
    digits = Decimal(printed)
    try:
        return Decimal(repr(number(full))).quantize(digits) == digits
    except ValueError:
        return False


@pytest.mark.parametrize("slug", sorted(LESSONS))
def test_the_numbers_of_a_lesson_stand_on_its_page(workbench: Workbench, slug: str) -> None:
    """Each one at the last stop, as rounded text with the full number behind it."""
    workbench.lesson(slug)
    written = [(text.lstrip("×"), full) for text, full in workbench.page.evaluate(WRITTEN)]
    for stated in LESSONS[slug].numbers:
        for printed in flat(stated.printed):
            found = [text for text, full in written if agrees(full, printed)]
            assert found, (stated, printed)
            want = rounded(float(printed))
            assert want in found, (printed, found)

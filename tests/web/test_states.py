"""The page of every mark and state, measured in a real browser in both themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Watched

THEMES = ["light", "dark"]

TEXTS = """() => [...document.querySelectorAll("#states text")].filter((one) => one.textContent.trim()).map((text) => {
  const box = text.getBBox(), size = Number(text.getAttribute("font-size")), {e, f} = text.getCTM();
  const base = Number(text.getAttribute("y")) + f;
  return {text: text.textContent, size, x0: box.x + e, x1: box.x + e + box.width, y0: base - 0.7 * size, y1: base + 1};
})"""

# Every face with what it is used for, at the sizes it is used at; the page's own width beside the table's.
WIDTHS = """async (base) => {
  const {textWidth} = await import(base + "js/format/text.js");
  const samples = {
    number: ["−0.1966", "×−0.5344", "1.000×10", "12346", "32×64", "sum over axis 0", "NaN", "(4, 3)"],
    word: ["upstream", "faded: not in this step", "seed "], "word-strong": ["Constant inside its op"],
    math: ["w", "temperature", "σ", "f", "θ"],
    roman: ["×(−1)", "exp", "leaky ReLU", "softmax", "…", "⊤", "⊙", "∞", "√"],
  };
  const svg = document.querySelector("#states");
  const found = [];
  for (const [face, texts] of Object.entries(samples)) {
    for (const text of texts) {
      for (const size of [14, 14.4, 21, 27]) {
        const element = document.createElementNS("http://www.w3.org/2000/svg", "text");
        const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
        span.setAttribute("class", `f-${face}`);
        span.append(text);
        element.append(span);
        element.setAttribute("font-size", size);
        svg.append(element);
        found.push({face, text, size, page: element.getComputedTextLength(), table: textWidth(text, size, face)});
        element.remove();
      }
    }
  }
  return found;
}"""

# Contrast of every faded number and of every plain one against the paper it stands on (WCAG 2.2, relative luminance).
CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const weights = [0.2126, 0.7152, 0.0722];
  const luminance = (colour) => channels(colour).reduce((sum, part, at) => sum + part * weights[at], 0);
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll("#states text.number")].map((text) => {
    const ink = luminance(getComputedStyle(text).fill);
    return {text: text.textContent, contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)};
  });
}"""


@pytest.fixture(params=THEMES)
def states(request: pytest.FixtureRequest, watched: Watched) -> Any:
    """The page of states in one theme, fonts loaded."""
    page: Any = watched.page
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
    page.goto("/states")
    page.wait_for_selector("body[data-ready]", state="attached")
    return page


def test_all_states_are_shown(states: Any) -> None:
    """Each cell has its title, those of the board first and those of the bench last."""
    titles = states.eval_on_selector_all("#states .cell", "cells => cells.map((cell) => cell.textContent)")

    assert len(titles) == 50
    assert titles[0].startswith("Before")
    assert titles[23].startswith("Predict first")
    assert titles[27].startswith("The graph as a map")
    assert titles[31].startswith("Chosen together")
    assert titles[-1].startswith("More than fits")


def test_no_text_overlaps_another(states: Any) -> None:
    """Numbers, names and captions keep apart, as the browser draws them."""
    texts = states.evaluate(TEXTS)
    touching = [
        (a["text"], b["text"])
        for at, a in enumerate(texts)
        for b in texts[at + 1 :]
        if a["x0"] < b["x1"] + 0.5
        and b["x0"] < a["x1"] + 0.5
        and a["y0"] < b["y1"] + 0.5
        and b["y0"] < a["y1"] + 0.5
    ]

    assert touching == []


def test_no_text_is_smaller_than_14_px(states: Any) -> None:
    """Canvas text is at least 14 px on a laptop, captions too; raised and lowered figures go with their text."""
    assert [text for text in states.evaluate(TEXTS) if text["size"] < 14] == []


def test_the_width_table_agrees_with_the_browser(states: Any) -> None:
    """Layout relies on the table alone, so it must be right to half a pixel."""
    base = states.eval_on_selector(
        "script[src*='states.js']", "script => script.src.replace('js/states.js', '')"
    )
    wrong = [found for found in states.evaluate(WIDTHS, base) if abs(found["page"] - found["table"]) > 0.5]

    assert wrong == []


def test_every_number_can_be_read(states: Any) -> None:
    """Faded or not, a number has a contrast of 4.5 to 1 against the paper."""
    assert [found for found in states.evaluate(CONTRASTS) if found["contrast"] < 4.5] == []

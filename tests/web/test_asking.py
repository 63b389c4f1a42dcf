"""A stop that asks: its number is kept back everywhere until the second press."""

from __future__ import annotations

import pytest

from .conftest import Workbench, rounded
from .test_presenting import count

pytestmark = pytest.mark.browser


def test_the_room_guesses_before_it_is_told(workbench: Workbench) -> None:
    """With the lesson's questions on, a press asks and the next one tells, everywhere at once."""
    trace = workbench.lesson("chain-rule")
    gradient = rounded(trace["gradients"]["z"])
    workbench.press("p", "Home", "k")
    workbench.page.wait_for_selector(".present-card")
    page = workbench.page
    question = "By how much does f change for each unit added to z?"
    for _ in range(20):
        workbench.press("PageDown")
        if page.locator(".present-sentence .asks").count():
            break
    assert page.locator(".present-sentence").inner_text() == question
    assert page.locator(".figures .mark-down .unseen").count() == 1
    assert gradient not in page.locator(".figures .mark-down").inner_text()
    assert page.locator(".present-stage [data-label=gradient] .washed").count() == 0
    workbench.wait(f"document.querySelector('[aria-live=polite]').textContent.endsWith({question!r})")
    at = count(workbench)
    workbench.press("PageDown")
    assert count(workbench) == at
    assert page.locator(".figures .mark-down").inner_text() == gradient
    assert page.locator(".present-sentence .asks").count() == 0


def test_any_number_can_be_kept_back(workbench: Workbench) -> None:
    """Q asks where one stands; nothing on the desk tells the number either, until the next press."""
    workbench.open("/?lesson=sigmoid-apart#at=edge.z__mul1.z__exp1.0")
    page = workbench.page
    shown = "−0.1966"
    assert shown in page.locator(".panel").inner_text()
    assert page.locator(f"svg.canvas >> text={shown}").count() > 0
    workbench.press("q")
    assert shown not in page.locator(".panel").inner_text()
    assert shown not in page.locator(".key").inner_text()
    assert page.locator(f"svg.canvas >> text={shown}").count() == 0
    assert "0.1966" not in (page.get_by_role("slider", name="Track").get_attribute("aria-valuetext") or "")
    workbench.press("PageDown")
    assert shown in page.locator(".panel").inner_text()
    assert page.locator(f"svg.canvas >> text={shown}").count() > 0


def test_an_answer_is_judged_with_what_went_wrong(workbench: Workbench) -> None:
    """A slip is named, a right answer in any form is right, and the number itself is still kept back."""
    workbench.open("/?lesson=chain-rule#at=edge.q.f.0")
    page = workbench.page
    workbench.press("q")
    field, said = page.get_by_label("Your answer"), page.locator(".answer [role=status]")
    for answer, words in (("4", "sign"), ("3", "operand"), ("hm", "hm")):
        field.fill(answer)
        field.press("Enter")
        workbench.wait("document.querySelector('.answer [role=status]').textContent !== ''")
        assert words in said.inner_text(), (answer, said.inner_text())
        assert "−4" not in page.locator(".panel .mark-down").all_inner_texts()
    field.fill("z")
    field.press("Enter")
    workbench.wait("document.querySelector('.answer .right')")
    assert said.inner_text().startswith("Right")
    workbench.press("Tab", "Escape")
    page.get_by_role("button", name="Next").first.click()
    assert page.locator(".answer").count() == 0

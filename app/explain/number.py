"""
One number, written for a reader: as text, as LaTeX and as words.

Every number that is shown anywhere follows one rule, so that the picture, the maths and the prose never
disagree about a digit:

- an exact integer below 10^5 stands bare: ``12``, ``0``;
- 10^-3 <= |x| < 10^5 is in fixed notation with four significant digits, never fewer than the integer
  part has: ``0.7311``, ``12346``;
- anything else is ``1.000×10^5``; and NaN and infinity say so.

A number that lies exactly between two candidates moves away from zero, as in school and as in JavaScript's
``toPrecision``; Python's own formatting would take the even one, and the page would show another digit.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isinf

MINUS = "\N{MINUS SIGN}"
INTEGERS_BELOW = 1e5
FIXED_FROM = 1e-3
FOUR_DIGITS_BELOW = 999.95  # from there on four digits are the integer part
FIXED_BELOW = 99999.5  # what lies above would round to six digits
SIGNIFICANT_DIGITS = 4

# A decimal that ends in 5 right after the digits shown, with at most six decimals before it, is a multiple of
# 1/128: the one cheap question that tells every possible tie from almost all other numbers.
_TIES_ARE_MULTIPLES_OF = 128.0

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(number: float) -> str:
    """Write *number* for the eye, with a true minus: ``−0.5344``, ``1.000×10⁵``, ``NaN``, ``∞``."""
    digits, exponent = split(number)
    digits = digits.replace("-", MINUS).replace("inf", "∞").replace("nan", "NaN")
    return digits if exponent is None else f"{digits}×10{str(exponent).translate(_SUPERSCRIPTS)}"


def tex(number: float) -> str:
    """Write *number* as LaTeX for math mode: ``-0.5344``, ``1.000 \\times 10^{5}``, ``\\infty``."""
    return tex_of(*split(number))


def words(number: float) -> str:
    """
    Write *number* so that a screen reader says it right: ``minus 0.5344``, ``1.000 times 10 to the 5``.

    The digits stay digits, since voices read them well; only signs and exponents become words.
    """
    return words_of(*split(number))


def tex_of(digits: str, exponent: int | None) -> str:
    """Write what `split` returned as LaTeX."""
    if exponent is not None:
        return f"{digits} \\times 10^{{{exponent}}}"
    if digits[-1] in "fn":
        return digits.replace("inf", r"\infty").replace("nan", r"\mathrm{NaN}")
    return digits


def words_of(digits: str, exponent: int | None) -> str:
    """Write what `split` returned in words."""
    spoken = digits.replace("-", "minus ").replace("inf", "infinity").replace("nan", "not a number")
    if exponent is None:
        return spoken
    return f"{spoken} times 10 to the {str(exponent).replace('-', 'minus ')}"


def split(number: float) -> tuple[str, int | None]:
    """
    Round *number* by the rule above.

    Returns:
        Its digits with an ASCII minus (``"nan"``, ``"inf"``, ``"-inf"`` where there are none), and the power
        of ten that multiplies them, or None in fixed notation.
    """
    size = abs(number)
    if FIXED_FROM <= size < FOUR_DIGITS_BELOW and not (number * _TIES_ARE_MULTIPLES_OF).is_integer():
        # Neither whole nor a tie, and four digits do it: "#.4g" keeps the zeros of 0.6000 and carries 9.9996 to 10.00.
        return f"{number:#.4g}", None
    if size < INTEGERS_BELOW and number == int(number):
        return str(int(number)), None
    if not size < FIXED_BELOW:
        return _split_large(number)
    if size < FIXED_FROM:
        digits, exponent = f"{number:.3e}".split("e")
        return digits, int(exponent)
    if (number * _TIES_ARE_MULTIPLES_OF).is_integer():
        return _round_away_from_zero(number), None
    return f"{number:.0f}", None


def _split_large(number: float) -> tuple[str, int | None]:
    if number != number or isinf(number):
        return str(float(number)), None
    exact = Decimal(number)
    exponent = exact.adjusted()
    digits = _quantize(exact.scaleb(-exponent), 3)
    if digits in ("10.000", "-10.000"):
        return digits.replace("10.000", "1.000"), exponent + 1
    return digits, exponent


def _round_away_from_zero(number: float) -> str:
    exact = Decimal(number)
    decimals = max(0, SIGNIFICANT_DIGITS - 1 - exact.adjusted())
    rounded = _quantize(exact, decimals)
    carried = Decimal(rounded).adjusted() > exact.adjusted()
    return _quantize(exact, decimals - 1) if carried and decimals else rounded


def _quantize(exact: Decimal, decimals: int) -> str:
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))

"""
Losses, written out: the libraries' own divide otherwise, or hold a logarithm at -100.

The sum over entries is divided by the number that the API's definitions give for the shapes at hand.
"""

from __future__ import annotations

from collections.abc import Callable

from ...engine.ops.loss_tex import Divisor
from ...engine.ops.losses import ENTRIES, EXAMPLES, NOTHING, examples_in, sums_examples
from .row import Row, Site


def _over(code: str, number: float) -> str:
    return code if number == 1 else f"{code} / {number:g}"


def _loss(
    entry: str,
    slopes: tuple[str, str],
    divisor: Divisor,
    below: int = 1,
    torch: str | None = None,
    jax: str | None = None,
) -> Row:
    """
    A loss that is a sum of one formula over entries.

    Args:
        entry: The loss of one entry, up to *below*.
        slopes: What of the gradient goes to each operand, up to the divisor.
        divisor: What the sum over entries is divided by.
        below: What every entry is divided by besides.
        torch, jax: The entry in those libraries, where it is written otherwise.
    """

    def total(code: str) -> Callable[[Site], str]:
        def written(site: Site) -> str:
            number = divisor.number(site.shapes[0], site.attrs) * below
            if not site.shapes[0]:
                return _over(code if number == 1 else f"({code})", number)
            return _over(f"{{np}}.sum({code})", number)

        return written

    def slope(code: str) -> Callable[[Site], str]:
        return lambda site: _over(code, divisor.number(site.shapes[0], site.attrs))

    return Row(
        total(entry),
        (slope(slopes[0]), slope(slopes[1])),
        torch=total(torch) if torch else None,
        jax=total(jax) if jax else None,
    )


_SQUARE = "({prediction} - {target}) ** 2"
_TWICE = ("{g} * 2 * ({prediction} - {target})", "{g} * -2 * ({prediction} - {target})")
_ONCE = ("{g} * ({prediction} - {target})", "-{g} * ({prediction} - {target})")
_SHARES = "guarded({target}, {prediction})"
_REST = "guarded(1 - {target}, 1 - {prediction})"

ENTRY_LOSSES = {
    "mse": _loss(_SQUARE, _TWICE, ENTRIES),
    "sse": _loss(_SQUARE, _TWICE, NOTHING),
    "half_mse": _loss(_SQUARE, _ONCE, EXAMPLES, below=2),
    "bce": _loss(
        f"-{{target}} * {{np}}.log({_SHARES}) - (1 - {{target}}) * {{np}}.log({_REST})",
        (
            f"{{g}} * ((1 - {{target}}) / {_REST} - {{target}} / {_SHARES})",
            f"{{g}} * (np.log({_REST}) - np.log({_SHARES}))",
        ),
        EXAMPLES,
    ),
    "bce_with_logits": _loss(
        "np.logaddexp(0, {z}) - {target} * {z}",
        ("{g} * (sigmoid({z}) - {target})", "-{g} * {z}"),
        EXAMPLES,
        torch="torch.nn.functional.softplus({z}, threshold=40) - {target} * {z}",
        jax="jax.nn.softplus({z}) - {target} * {z}",
    ),
    "hinge": _loss(
        "np.maximum(0, 1 - {target} * {prediction})",
        (
            "-{g} * {target} * ({target} * {prediction} < 1)",
            "-{g} * {prediction} * ({target} * {prediction} < 1)",
        ),
        EXAMPLES,
        torch="torch.relu(1 - {target} * {prediction})",
        jax="jax.nn.relu(1 - {target} * {prediction})",
    ),
}


def _has_numbers(site: Site) -> bool:
    """Whether the target is class numbers, which no gradient goes to."""
    return site.shapes[1] != site.shapes[0]


def _rows(site: Site) -> str:
    """The target as rows of classes."""
    return f"one_hot({{target}}, {site.shapes[0][-1]})" if _has_numbers(site) else "{target}"


def _examples(site: Site) -> int:
    return 1 if sums_examples(site.attrs) else examples_in(site.shapes[0], classes=True)


def _class_loss(
    score: str,
    logarithm: str,
    slope: str,
    torch: str | None = None,
    jax: str | None = None,
) -> Row:
    """
    A loss over classes.

    Args:
        score: The operand.
        logarithm: The logarithm of its probabilities; ``{rows}`` stands for the target.
        slope: What of the gradient goes to *score*, up to the divisor.
        torch, jax: The logarithm in those libraries, where it is written otherwise.
    """

    def put(code: str, site: Site) -> str:
        return code.replace("{rows}", _rows(site))

    def total(code: str) -> Callable[[Site], str]:
        return lambda site: _over(put(f"-{{np}}.sum({{rows}} * {code})", site), _examples(site))

    def to_target(site: Site) -> str:
        if _has_numbers(site):
            return "{g} * np.zeros_like({target})"
        return _over(put(f"-{{g}} * ({logarithm})", site), _examples(site))

    return Row(
        total(logarithm),
        (lambda site: _over(put(slope, site), _examples(site)), to_target),
        flat=lambda site, index: index == 1 and _has_numbers(site),
        torch=total(torch) if torch else None,
        jax=total(jax) if jax else None,
    )


CLASS_LOSSES = {
    "cce": _class_loss(
        "{prediction}",
        "{np}.log(guarded({rows}, {prediction}))",
        "-{g} * {rows} / guarded({rows}, {prediction})",
    ),
    "cce_with_logits": _class_loss(
        "{z}",
        "log_softmax({z}, axis=-1)",
        "{g} * (softmax({z}, axis=-1) * np.sum({rows}, axis=-1, keepdims=True) - {rows})",
        torch="torch.log_softmax({z}, dim=-1)",
        jax="jax.nn.log_softmax({z})",
    ),
}

ROWS: dict[str, Row] = ENTRY_LOSSES | CLASS_LOSSES

"""
Ops that work entry by entry.

What the engine arranges for digits and edges is written here as in a textbook where that differs by less than 1e-9;
at kinks the programs take the same subgradients.
"""

from __future__ import annotations

from .row import Row, Site


def _comparison(symbol: str) -> Row:
    return Row(
        f"({{x}} {symbol} {{y}}) * 1.0",
        ("0.0 * {g}", "0.0 * {g}"),
        flat=lambda site, index: True,
    )


def _power_base(site: Site) -> str:
    """With a number for an exponent, as in class; otherwise 0 to the power 0 is looked after."""
    exponent = site.numbers[1]
    if exponent is None:
        return "{g} * np.where({y} == 0, 0.0, {y} * {x} ** ({y} - 1))"
    if exponent in (0.0, 1.0):
        return "0.0 * {g}" if exponent == 0.0 else "{g}"
    lower = exponent - 1
    return (
        "{g} * {y} * {x}"
        if lower == 1.0
        else f"{{g}} * {{y}} * {{x}} ** {f'({lower})' if lower < 0 else lower}"
    )


ARITHMETIC = {
    "add": Row("{x} + {y}", ("{g}", "{g}")),
    "sub": Row("{x} - {y}", ("{g}", "-{g}")),
    "mul": Row("{x} * {y}", ("{g} * {y}", "{g} * {x}")),
    "div": Row("{x} / {y}", ("{g} / {y}", "-{g} * {out} / {y}")),
    "neg": Row("-{x}", ("-{g}",)),
    "pow": Row(
        "{x} ** {y}",
        (_power_base, "{g} * np.where(({x} == 0) & ({y} >= 0), 0.0, {out} * np.log({x}))"),
        # 0 to the power 0 is 1, and its gradients are 0; JAX's would be NaN.
        jax=lambda site: "guarded({y}, {x}) ** {y}" if site.numbers[1] is None else "{x} ** {y}",
    ),
    "square": Row("{x} ** 2", ("{g} * 2 * {x}",)),
    "reciprocal": Row("1 / {x}", ("-{g} * {out} ** 2",)),
}

COMPARISONS = {
    "less": _comparison("<"),
    "less_equal": _comparison("<="),
    "greater": _comparison(">"),
    "greater_equal": _comparison(">="),
    "equal": _comparison("=="),
    "not_equal": _comparison("!="),
}

ELEMENTARY = {
    "exp": Row("{np}.exp({x})", ("{g} * {out}",)),
    "log": Row("{np}.log({x})", ("{g} / {x}",)),
    "sqrt": Row("{np}.sqrt({x})", ("{g} / (2 * {out})",)),
    "abs": Row(
        "{np}.abs({x})",
        ("{g} * np.sign({x})",),
        jax="jnp.where({x} == 0, 0.0, jnp.abs({x}))",  # its own gradient at 0 would be 1
    ),
    "sin": Row("{np}.sin({x})", ("{g} * np.cos({x})",)),
    "cos": Row("{np}.cos({x})", ("{g} * -np.sin({x})",)),
    "tan": Row("{np}.tan({x})", ("{g} * (1 + {out} ** 2)",)),
}

_GELU = "0.5 * {x} * (1 + erf({x} / np.sqrt(2)))"
_GELU_SLOPE = "{g} * (0.5 * (1 + erf({x} / np.sqrt(2))) + {x} * np.exp(-{x} ** 2 / 2) / np.sqrt(2 * np.pi))"


def _approximates(site: Site) -> bool:
    return site.attrs.get("approximate") == "tanh"


ACTIVATIONS = {
    "identity": Row("{x}", ("{g}",)),
    "step": Row("({x} >= 0) * 1.0", ("0.0 * {g}",), flat=lambda site, index: True),
    "sigmoid": Row(
        "1 / (1 + np.exp(-{x}))",
        ("{g} * {out} * (1 - {out})",),
        torch="torch.sigmoid({x})",
        jax="jax.nn.sigmoid({x})",
    ),
    "tanh": Row("{np}.tanh({x})", ("{g} * (1 - {out} ** 2)",)),
    "relu": Row("np.maximum({x}, 0)", ("{g} * ({x} > 0)",), torch="torch.relu({x})", jax="jax.nn.relu({x})"),
    "leaky_relu": Row(
        "{np}.where({x} > 0, {x}, {slope} * {x})",
        ("{g} * np.where({x} > 0, 1.0, {slope})",),
        torch="torch.nn.functional.leaky_relu({x}, {slope})",
    ),
    "elu": Row(
        "np.where({x} > 0, {x}, {alpha} * np.expm1({x}))",
        ("{g} * np.where({x} > 0, 1.0, {alpha} * np.exp({x}))",),
        torch="torch.nn.functional.elu({x}, {alpha})",
        jax="jax.nn.elu({x}, {alpha})",
    ),
    "prelu": Row(
        "{np}.where({x} > 0, {x}, {a} * {x})",
        ("{g} * np.where({x} > 0, 1.0, {a})", "{g} * np.where({x} > 0, 0.0, {x})"),
    ),
    "softplus": Row(
        "np.logaddexp(0, {x})",
        ("{g} * sigmoid({x})",),
        torch="torch.nn.functional.softplus({x}, threshold=40)",
        jax="jax.nn.softplus({x})",
    ),
    "silu": Row(
        "{x} * sigmoid({x})",
        ("{g} * sigmoid({x}) * (1 + {x} * (1 - sigmoid({x})))",),
        torch="torch.nn.functional.silu({x})",
        jax="jax.nn.silu({x})",
    ),
    "gelu": Row(
        lambda site: "gelu_tanh({x})" if _approximates(site) else _GELU,
        (lambda site: "{g} * gelu_tanh_slope({x})" if _approximates(site) else _GELU_SLOPE,),
        torch="torch.nn.functional.gelu({x}, approximate={approximate})",
        jax=lambda site: f"jax.nn.gelu({{x}}, approximate={_approximates(site)})",
    ),
}

SELECTION = {
    "maximum": Row(
        "{np}.maximum({x}, {y})",
        ("{g} * np.where({x} == {y}, 0.5, {x} > {y})", "{g} * np.where({x} == {y}, 0.5, {y} > {x})"),
    ),
    "minimum": Row(
        "{np}.minimum({x}, {y})",
        ("{g} * np.where({x} == {y}, 0.5, {x} < {y})", "{g} * np.where({x} == {y}, 0.5, {y} < {x})"),
    ),
    "clip": Row(
        "np.clip({x}, {low}, {high})",
        ("{g} * (({x} >= {low}) & ({x} <= {high}))",),
        torch="torch.clamp({x}, {low}, {high})",
        # jnp.clip sends half of the gradient back at a bound.
        jax="jnp.where(({x} >= {low}) & ({x} <= {high}), {x}, jnp.clip({x}, {low}, {high}))",
    ),
    "where": Row(
        "{np}.where({condition} != 0, {x}, {y})",
        ("0.0 * {g}", "{g} * ({condition} != 0)", "{g} * ({condition} == 0)"),
        flat=lambda site, index: index == 0,
    ),
}

ROWS: dict[str, Row] = ARITHMETIC | COMPARISONS | ELEMENTARY | ACTIVATIONS | SELECTION

"""Every op of the registry against oracles that share no code with it, at random shapes. A new op is tested at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import autograd.numpy
import numpy as np
import pytest
from autograd import make_vjp

from app.engine.formula import expand, parse_formula
from app.engine.formula_numpy import array_function
from app.engine.op import Op, op_macros
from app.engine.ops import REGISTRY
from app.engine.rules import ElementwiseRules, SettingNumbers
from app.engine.structural import StructuralRules
from tests.engine.drawing import directions, draw
from tests.oracles.differences import complex_step, directional_difference
from tests.oracles.textbook import ANALYTIC, TEXTBOOK

every_op = pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
ten_seeds = pytest.mark.parametrize("seed", range(10))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Infinities and NaN are results here; the passes silence numpy the same way."""
    with np.errstate(all="ignore"):
        yield


def run(op: Op, operands: list[np.ndarray], attrs: dict[str, Any]) -> np.ndarray:
    """Return the value of *op*, having checked that it has the shape that was promised."""
    promised = op.infer_shape([x.shape for x in operands], attrs)
    out = op.forward(operands, attrs)
    assert isinstance(out, np.ndarray) and out.dtype == np.float64 and out.shape == promised
    return out


def pulled(
    op: Op, g: np.ndarray, operands: list[np.ndarray], out: np.ndarray, attrs: dict[str, Any]
) -> list[np.ndarray]:
    """Return the downstream gradient towards every operand, each of the operand's shape."""
    gradients = [op.pull_back(g, operands, out, attrs, k) for k in range(len(operands))]
    for gradient, operand in zip(gradients, operands, strict=True):
        assert (
            isinstance(gradient, np.ndarray)
            and gradient.dtype == np.float64
            and gradient.shape == operand.shape
        )
    return gradients


def weighed(gradients: list[np.ndarray], v: list[np.ndarray]) -> float:
    """Return the sum of products of all entries."""
    return float(sum(np.sum(gradient * direction) for gradient, direction in zip(gradients, v, strict=True)))


def difference_disagreement(op: Op, seed: int) -> str | None:
    """Say how `pull_back` and a central difference disagree, or None where they agree to 1e-6."""
    rng = np.random.default_rng(seed)
    operands, attrs = draw(op, rng)
    out = run(op, operands, attrs)
    g, v = rng.normal(size=out.shape), directions(op, operands, rng)

    measured = float(
        np.sum(g * directional_difference(lambda nudged: op.forward(nudged, attrs), operands, v))
    )
    computed = weighed(pulled(op, g, operands, out, attrs), v)

    if computed == pytest.approx(measured, rel=1e-6, abs=1e-7):
        return None
    return f"{op.name}{attrs} seed {seed} at {operands}: pull_back {computed}, measured {measured}"


@ten_seeds
@every_op
def test_vjp_is_the_transpose_of_the_measured_jacobian(op: Op, seed: int) -> None:
    """Nudging the operands along v and weighing by g gives what pull_back gives weighed by v."""
    assert difference_disagreement(op, seed) is None


@ten_seeds
@every_op
def test_vjp_jvp_and_jacobian_are_one_linear_map(op: Op, seed: int) -> None:
    """g against the pushed v is the pulled g against v, and both are the Jacobian between them."""
    rng = np.random.default_rng(seed)
    operands, attrs = draw(op, rng)
    out = run(op, operands, attrs)
    g, v = rng.normal(size=out.shape), [rng.normal(size=x.shape) for x in operands]

    pushed = op.push_forward(v, operands, out, attrs)
    jacobians = [op.jacobian(operands, out, attrs, k) for k in range(len(operands))]

    assert pushed.shape == out.shape
    assert np.sum(g * pushed) == pytest.approx(
        weighed(pulled(op, g, operands, out, attrs), v), rel=1e-11, abs=1e-11
    )
    for k, jacobian in enumerate(jacobians):
        assert jacobian.shape == out.shape + operands[k].shape
        by_jacobian = np.tensordot(g, jacobian, axes=out.ndim)
        np.testing.assert_allclose(
            by_jacobian, op.pull_back(g, operands, out, attrs, k), rtol=1e-11, atol=1e-12, err_msg=op.name
        )
        alone: list[np.ndarray | None] = [None] * len(operands)
        alone[k] = v[k]
        np.testing.assert_allclose(
            np.tensordot(jacobian, v[k], axes=operands[k].ndim),
            op.push_forward(alone, operands, out, attrs),
            rtol=1e-11,
            atol=1e-12,
            err_msg=op.name,
        )


@ten_seeds
@every_op
def test_value_is_the_textbooks(op: Op, seed: int) -> None:
    """The value agrees with the textbook formula to 1e-10."""
    operands, attrs = draw(op, np.random.default_rng(seed))

    expected = TEXTBOOK[op.name](np, *operands, **attrs)

    np.testing.assert_allclose(
        run(op, operands, attrs), expected, rtol=1e-10, atol=1e-14, err_msg=f"{op.name} {operands}"
    )


@ten_seeds
@every_op
def test_gradient_is_the_autograd_librarys(op: Op, seed: int) -> None:
    """pull_back agrees with autograd, run on the textbook formula, to 1e-10."""
    rng = np.random.default_rng(seed)
    operands, attrs = draw(op, rng)
    out = run(op, operands, attrs)
    g = rng.normal(size=out.shape)

    def textbook(*arrays: Any) -> Any:
        return TEXTBOOK[op.name](autograd.numpy, *arrays, **attrs)

    for k, computed in enumerate(pulled(op, g, operands, out, attrs)):
        if op.category == "loss" and k == 1 and operands[0].shape != operands[1].shape:
            assert not computed.any(), "class numbers are names: their gradient is 0"
            continue
        expected = make_vjp(textbook, k)(*operands)[0](g)
        np.testing.assert_allclose(
            computed, expected, rtol=1e-10, atol=1e-13, err_msg=f"{op.name} operand {k}"
        )


@ten_seeds
@pytest.mark.parametrize("op", [REGISTRY[name] for name in sorted(ANALYTIC)], ids=lambda op: op.name)
def test_tangent_is_the_complex_steps(op: Op, seed: int) -> None:
    """push_forward agrees with the complex step through the textbook formula to 1e-10."""
    rng = np.random.default_rng(seed)
    operands, attrs = draw(op, rng)
    out, v = run(op, operands, attrs), directions(op, operands, rng)
    if op.category == "loss" and operands[0].shape != operands[1].shape:
        expected = complex_step(
            lambda x: TEXTBOOK[op.name](np, x[0], operands[1], **attrs), operands[:1], v[:1]
        )
    else:
        expected = complex_step(lambda x: TEXTBOOK[op.name](np, *x, **attrs), operands, v)

    np.testing.assert_allclose(op.push_forward(v, operands, out, attrs), expected, rtol=1e-10, atol=1e-13)


@every_op
def test_examples_are_pinned_by_the_textbook(op: Op) -> None:
    """What the reference page shows is right: small, ordinary operands only are taken to the textbook formula."""
    for example in op.examples:
        attrs = op.check_attrs(example[-1] if isinstance(example[-1], dict) else {})
        operands = [np.asarray(value, dtype=np.float64) for value in example if not isinstance(value, dict)]
        out = run(op, operands, attrs)
        if max(np.max(np.abs(x)) for x in operands) < 100:
            expected = TEXTBOOK[op.name](np, *operands, **attrs)
            np.testing.assert_allclose(out, expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("op", [op for op in REGISTRY.values() if op.elementwise], ids=lambda op: op.name)
def test_shown_gradients_say_what_is_computed(op: Op) -> None:
    """A local gradient arranged for digits and the one shown on paper are the same number."""
    assert isinstance(op.rules, ElementwiseRules)
    rng = np.random.default_rng(1)
    operands, attrs = draw(op, rng)
    out = run(op, operands, attrs)
    names = dict(zip(op.operands, operands, strict=True))
    environment = {**names, **op.setting_numbers(attrs), "out": out, "pi": np.pi}
    for k in range(len(operands)):
        shown = array_function(expand(op.rules.shown_partial[k].shown, op_macros()))(environment)
        partials = op.partials(operands, out, attrs, k)
        np.testing.assert_allclose(np.broadcast_to(shown, out.shape), partials, rtol=1e-8, atol=1e-12)
    shown_value = array_function(expand(op.rules.shown_value.shown, op_macros()))(environment)
    np.testing.assert_allclose(np.broadcast_to(shown_value, out.shape), out, rtol=1e-8, atol=1e-12)


def test_issue_lists_these_ops() -> None:
    """Every op that was asked for is declared, has a textbook formula, and nothing else is."""
    wanted = """add sub mul div neg pow square sqrt reciprocal exp log abs sin cos tan maximum minimum clip where less
        less_equal greater greater_equal equal not_equal identity step sigmoid tanh relu leaky_relu elu prelu softplus
        silu gelu matmul dot outer transpose reshape concat stack index sum mean max min norm softmax log_softmax
        logsumexp mse sse half_mse bce bce_with_logits cce cce_with_logits hinge""".split()
    assert sorted(REGISTRY) == sorted(wanted)
    assert sorted(TEXTBOOK) == sorted(wanted)


def with_wrong_formula(name: str, partial: str) -> Op:
    """Return op *name* with a wrong local gradient, outside the registry."""
    right = REGISTRY[name]
    assert right.value_tree is not None
    rules = ElementwiseRules(
        name, right.operands, value=right.value_tree, partials={"x": parse_formula(partial, ["x", "out"])}, shown={},
        tex=None, kink=None, domain=None, settings=SettingNumbers(()), templates={},
    )  # fmt: skip
    return replace(right, rules=rules)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("sigmoid", "1 - out"), ("tanh", "1 - out"), ("exp", "x"), ("log", "-1 / x"), ("sin", "-cos(x)")],
)
def test_checker_catches_a_wrong_formula(name: str, wrong: str) -> None:
    """The difference check is not blind: a wrong local gradient is named with op, seed, operands and both numbers."""
    found = difference_disagreement(with_wrong_formula(name, wrong), seed=3)
    assert found is not None
    assert name in found and "seed 3" in found and "pull_back" in found and "measured" in found


def test_checker_catches_a_wrong_vjp() -> None:
    """A matrix product that forgets to transpose is caught."""
    right = REGISTRY["matmul"]
    rules = StructuralRules(
        shape=right.rules.infer_shape,
        forward=right.rules.forward,
        vjp=lambda g, operands, out, attrs, index: (
            right.pull_back(g, operands, out, attrs, index) + 0.01 * operands[index]
        ),
        jvp="multilinear",
        jacobian=None,
        value_tex="",
        operator_tex=lambda *_: "",
        partial_tex=None,
        kink=None,
        domain=None,
    )
    assert difference_disagreement(replace(right, rules=rules), seed=0) is not None

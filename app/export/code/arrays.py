"""Products of arrays, ops that move entries, reductions and the softmax family."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from ...engine.array import Shape, normalize_axes
from ...engine.ops.shapes import index_text
from .row import Row, Site, axis_code, summed

_Call = Callable[[Site], str]

# Products


def _pull_matmul(site: Site, index: int) -> str:
    """Towards A the gradient times B transposed, towards B A transposed times the gradient."""
    match len(site.shapes[0]), len(site.shapes[1]):
        case 2, 2:
            return "{g} @ {B}.T" if index == 0 else "{A}.T @ {g}"
        case 2, 1:
            return "np.outer({g}, {B})" if index == 0 else "{A}.T @ {g}"
        case 1, 2:
            return "{B} @ {g}" if index == 0 else "np.outer({A}, {g})"
        case 1, 1:
            return "{g} * {B}" if index == 0 else "{g} * {A}"
        case _:
            return _pull_stack(site, index)


def _pull_stack(site: Site, index: int) -> str:
    """The same for stacks of matrices: a vector gets its missing axis, and what was broadcast is summed back."""
    (a, b), g = site.shapes, "{g}"
    left, right = "{A}", "{B}"
    if len(a) == 1:
        left, g, a = "{A}[None, :]", "{g}[..., None, :]", (1, *a)
    if len(b) == 1:
        right, g, b = "{B}[:, None]", "{g}[..., None]", (*b, 1)
    batch = batch_of(a, b)
    if index == 0:
        code, own = f"{g} @ np.swapaxes({right}, -1, -2)", a
    else:
        code, own = f"np.swapaxes({left}, -1, -2) @ {g}", b
    back = summed(code, own, (*batch, *own[-2:]))
    shape = site.shapes[index]
    return back if own == shape else f"np.reshape({back}, {shape})"


def batch_of(a: Shape, b: Shape) -> Shape:
    """The axes before the matrices, broadcast."""
    wide = max(len(a), len(b)) - 2
    rows = [(1,) * (wide - len(shape) + 2) + shape[:-2] for shape in (a, b)]
    return tuple(n if m == 1 else m for n, m in zip(*rows, strict=True))


LINEAR = {
    "matmul": Row("{A} @ {B}", _pull_matmul),
    "dot": Row("{a} @ {b}", ("{g} * {b}", "{g} * {a}")),
    "outer": Row("{np}.outer({a}, {b})", ("{g} @ {b}", "{a} @ {g}")),
}

# Ops that move entries


def _axes(site: Site) -> tuple[int, ...]:
    axes, count = site.attrs.get("axes"), len(site.shape)
    asked = range(count)[::-1] if axes is None else [axes] if isinstance(axes, int) else axes
    return tuple(axis % count for axis in asked)


def _transposed(site: Site, name: str, method: str) -> str:
    axes = _axes(site)
    return f"{name}.T" if axes == (1, 0) else method.format(name, axes)


def _inverse(site: Site) -> str:
    axes = _axes(site)
    if axes == (1, 0):
        return "{g}.T"
    return f"np.transpose({{g}}, {tuple(axes.index(k) for k in range(len(axes)))})"


def _joined(call: str, word: str) -> _Call:
    return lambda site: f"{call}([{', '.join(site.operands)}], {word}={site.attrs.get('axis', 0)})"


def _cut(site: Site, index: int) -> str:
    axis = site.attrs.get("axis", 0) % len(site.shape)
    start = sum(shape[axis] for shape in site.shapes[:index])
    return "{g}" + f"[{':, ' * axis}{start}:{start + site.shapes[index][axis]}]"


def _slice(site: Site, index: int) -> str:
    return "{g}" + f"[{':, ' * (site.attrs.get('axis', 0) % len(site.shape))}{index}]"


MOVING = {
    "transpose": Row(
        lambda site: _transposed(site, "{x}", "{{np}}.transpose({}, {})"),
        (_inverse,),
        torch=lambda site: _transposed(site, "{x}", "{}.permute({})"),
    ),
    "reshape": Row(
        lambda site: f"{{np}}.reshape({{x}}, {site.shape})",
        (lambda site: f"np.reshape({{g}}, {site.shapes[0]})",),
    ),
    "concat": Row(
        _joined("np.concatenate", "axis"),
        _cut,
        torch=_joined("torch.cat", "dim"),
        jax=_joined("jnp.concatenate", "axis"),
    ),
    "stack": Row(
        _joined("np.stack", "axis"),
        _slice,
        torch=_joined("torch.stack", "dim"),
        jax=_joined("jnp.stack", "axis"),
    ),
    "index": Row(
        lambda site: f"{{x}}[{index_text(site.attrs)}]",
        (lambda site: f"placed({{g}}, np.s_[{index_text(site.attrs)}], {site.shapes[0]})",),
    ),
}

# Reductions and softmax


def _reduced(site: Site) -> tuple[int, ...]:
    """The axes that go, counted from 0."""
    axis = site.attrs.get("axis", -1 if site.op.category == "softmax" else None)
    return normalize_axes(axis, len(site.shapes[0]), site.op.name, "x", site.shapes[0])


def _is_whole(site: Site) -> bool:
    return len(_reduced(site)) == len(site.shapes[0])


def _axis(site: Site) -> str:
    """The axes as an argument; None for all of them."""
    return "None" if _is_whole(site) else axis_code(_reduced(site))


def _call(function: str, axis: str = "axis", keepdims: str = "keepdims", needs_axis: bool = False) -> _Call:
    """A call of a reduction, its settings left out where they are the library's own."""

    def written(site: Site) -> str:
        operand, arguments = "{x}", []
        whole, kept = _is_whole(site), site.attrs.get("keepdims") and bool(_reduced(site))
        if whole and (needs_axis or (kept and axis == "dim")):
            arguments.append(f"{axis}={tuple(range(len(site.shapes[0]))) or 0}")
        elif not whole and not _reduced(site) and axis == "dim":
            operand, arguments = "{x}[..., None]", ["dim=-1"]  # PyTorch takes () for every axis
        elif not whole:
            arguments.append(f"{axis}={axis_code(_reduced(site))}")
        if kept:
            arguments.append(f"{keepdims}=True")
        return f"{function}({', '.join([operand, *arguments])})"

    return written


def _kept(site: Site, name: str) -> str:
    """A value of the output's shape with the reduced axes put back in."""
    if site.attrs.get("keepdims") or _is_whole(site) or not _reduced(site):
        return name
    return f"np.expand_dims({name}, {axis_code(_reduced(site))})"


def _copied(site: Site, code: str) -> str:
    return f"np.broadcast_to({code}, {site.shapes[0]})" if site.shapes[0] else code


def _count(site: Site) -> int:
    return prod(site.shapes[0][axis] for axis in _reduced(site))


def _pull_largest(site: Site) -> str:
    return f"{_kept(site, '{g}')} * share({{x}}, {_kept(site, '{out}')}, {_axis(site)})"


def _norm(site: Site) -> str:
    keepdims = ", keepdims=True" if site.attrs.get("keepdims") else ""
    return f"np.sqrt(np.sum({{x}} ** 2, axis={_axis(site)}{keepdims}))"


def _pull_norm(site: Site) -> str:
    out = _kept(site, "{out}")
    return f"{_kept(site, '{g}')} * np.where({out} == 0, 0.0, {{x}} / {out})"


REDUCTIONS = {
    "sum": Row(
        _call("{np}.sum"),
        (lambda site: _copied(site, _kept(site, "{g}")),),
        torch=_call("torch.sum", "dim", "keepdim"),
    ),
    "mean": Row(
        _call("{np}.mean"),
        (lambda site: _copied(site, f"{_kept(site, '{g}')} / {_count(site)}"),),
        torch=_call("torch.mean", "dim", "keepdim"),
    ),
    "max": Row(_call("{np}.max"), (_pull_largest,), torch=_call("torch.amax", "dim", "keepdim")),
    "min": Row(_call("{np}.min"), (_pull_largest,), torch=_call("torch.amin", "dim", "keepdim")),
    "norm": Row(
        _norm,
        (_pull_norm,),
        torch=_call("torch.linalg.vector_norm", "dim", "keepdim"),
        jax=_call("norm"),  # jnp.linalg.norm has no gradient at 0
    ),
}

SOFTMAX = {
    "softmax": Row(
        "softmax({x}, axis={axis})",
        ("{out} * ({g} - np.sum({g} * {out}, axis={axis}, keepdims=True))",),
        torch="torch.softmax({x}, dim={axis})",
        jax="jax.nn.softmax({x}, axis={axis})",
    ),
    "log_softmax": Row(
        "log_softmax({x}, axis={axis})",
        ("{g} - np.exp({out}) * np.sum({g}, axis={axis}, keepdims=True)",),
        torch="torch.log_softmax({x}, dim={axis})",
        jax="jax.nn.log_softmax({x}, axis={axis})",
    ),
    "logsumexp": Row(
        _call("logsumexp"),
        (lambda site: f"{_kept(site, '{g}')} * softmax({{x}}, axis={_axis(site)})",),
        torch=_call("torch.logsumexp", "dim", "keepdim", needs_axis=True),
        jax=_call("jax.nn.logsumexp"),
    ),
}

ROWS: dict[str, Row] = LINEAR | MOVING | REDUCTIONS | SOFTMAX

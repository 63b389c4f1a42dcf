"""PyTorch and JAX: the forward pass in their ops, the backward pass by their own automatic differentiation."""

from __future__ import annotations

from ...engine.passes import Run
from .helpers import helpers_for
from .lines import Lines
from .table import CODE
from .variables import listed


def pytorch_program(run: Run) -> str:
    """Write *run* as a PyTorch program that prints its value and the gradient of every leaf."""
    lines = Lines(run, "pytorch")
    names, output = lines.names, lines.names.value[run.output]
    reached = _reached(lines)
    values = run.values
    body = [
        f"{names.value[slot]} = {lines.made(values[slot], 'requires_grad=True')}" for slot in lines.leaves()
    ]
    body += [f"{names.value[slot]} = {lines.made(values[slot])}" for slot in lines.constants()]
    body += ["", *lines.forward(), ""]
    if reached[run.output]:
        seed = "" if _is_one(run.seed) else lines.made(run.seed)
        body += [f"{output}.backward({seed})", ""]
    else:
        body += [f"# {output} does not move with any leaf: there is nothing to go back through.", ""]
    body.append(lines.print_value(f"{output}.tolist()"))
    leads = _leads(lines, reached)
    for slot in lines.leaves():
        name = names.value[slot]
        gradient = f"{name}.grad" if leads[slot] else f"torch.zeros_like({name})"
        body.append(lines.print_gradient(slot, f"{gradient}.tolist()"))
    top = [
        *lines.head("PyTorch goes back through it."),
        "import torch",
        "",
        "torch.set_default_dtype(torch.float64)",
    ]
    return _program(top, body, "pytorch")


def _reached(lines: Lines) -> list[bool]:
    """By slot, whether autograd tracks it: whether it moves with some leaf, as far as the ops show."""
    leaves = set(lines.leaves())
    tracked: list[bool] = []
    for slot, op in enumerate(lines.graph.ops):
        if op is None:
            tracked.append(slot in leaves)
        else:
            tracked.append(any(tracked[source] for source in _carrying(lines, slot)))
    return tracked


def _leads(lines: Lines, reached: list[bool]) -> list[bool]:
    """By slot, whether gradient comes back to it from the output."""
    found = [False] * len(lines.graph)
    found[lines.run.output] = reached[lines.run.output]
    for slot in range(lines.run.output, -1, -1):
        if found[slot] and lines.graph.ops[slot] is not None:
            for source in _carrying(lines, slot):
                found[source] = found[source] or reached[source]
    return found


def _carrying(lines: Lines, slot: int) -> list[int]:
    site = lines.site(slot)
    flat = CODE[site.op.name].flat
    return [source for index, source in enumerate(lines.graph.inputs[slot]) if not flat(site, index)]


def jax_program(run: Run) -> str:
    """Write *run* as a JAX program that prints its value and the gradient of every leaf."""
    lines = Lines(run, "jax")
    names, output = lines.names, lines.names.value[run.output]
    leaves = [names.value[slot] for slot in lines.leaves()]
    made = [*lines.leaves(), *lines.constants()]
    body = [f"{names.value[slot]} = {lines.made(run.values[slot])}" for slot in made]
    forward = [f"    {line}" for line in [*lines.forward(), f"return {output}"]]
    body += [
        "",
        "",
        f"def forward({', '.join(leaves)}):",
        *forward,
        "",
        "",
        *_differentiated(lines, leaves),
        "",
    ]
    body.append(lines.print_value(f"{output}.tolist()"))
    for slot in lines.leaves():
        body.append(lines.print_gradient(slot, f"{names.gradient[slot]}.tolist()"))
    top = [*lines.head("JAX goes back through it."), "import jax", "import jax.numpy as jnp", ""]
    return _program([*top, 'jax.config.update("jax_enable_x64", True)'], body, "jax")


def _differentiated(lines: Lines, leaves: list[str]) -> list[str]:
    """One pass both ways: the value and all gradients."""
    run, names = lines.run, lines.names
    output, called = names.value[run.output], ", ".join(leaves)
    if not leaves:
        return [f"{output} = forward()"]
    gradients = listed(names.gradient[slot] for slot in lines.leaves())
    if _is_one(run.seed) or run.seed is None:
        counted = listed(str(i) for i in range(len(leaves)))
        return [f"{output}, ({gradients}) = jax.value_and_grad(forward, argnums=({counted}))({called})"]
    seed = lines.made(run.seed)
    return [f"{output}, pull_back = jax.vjp(forward, {called})", f"{gradients} = pull_back({seed})"]


def _is_one(seed: object) -> bool:
    return isinstance(seed, float) and seed == 1.0


def _program(top: list[str], body: list[str], library: str) -> str:
    helpers = helpers_for(body, library)
    between = ["", "", "\n\n".join(helpers), ""] if helpers else [""]
    return "\n".join([*top, *between, *body]) + "\n"

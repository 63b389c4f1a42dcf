"""
NumPy, and nothing else: forward, backward and update written out by hand, a line for each quantity of a layer.

Each backward line is upstream times local, as in the programs that graphs become.
"""

from __future__ import annotations

from ..code.literals import array_code
from ..code.row import pull_code, value_code
from .script import CODE, Script, adjusted, variable, whole

_RULES = {
    "sgd": ["parameters[name] -= rate(k) * gradient"],
    "momentum": [
        "velocity[name] = {momentum} * velocity[name] + gradient",
        "parameters[name] -= rate(k) * velocity[name]",
    ],
    "nesterov": [
        "velocity[name] = {momentum} * velocity[name] + gradient",
        "parameters[name] -= rate(k) * (gradient + {momentum} * velocity[name])",
    ],
    "rmsprop": [
        "square[name] = {alpha} * square[name] + (1 - {alpha}) * gradient**2",
        "parameters[name] -= rate(k) * gradient / (np.sqrt(square[name]) + {eps})",
    ],
    "adam": [
        "mean[name] = {beta1} * mean[name] + (1 - {beta1}) * gradient",
        "square[name] = {beta2} * square[name] + (1 - {beta2}) * gradient**2",
        "unbiased = mean[name] / (1 - {beta1} ** (k + 1))",
        "spread = np.sqrt(square[name] / (1 - {beta2} ** (k + 1)))",
        "parameters[name] -= rate(k) * unbiased / (spread + {eps})",
    ],
}
_RULES["adamw"] = ["parameters[name] *= 1 - rate(k) * {weight_decay}", *_RULES["adam"]]
_RULES["perceptron"] = _RULES["adaline"] = _RULES["sgd"]


def numpy_script(script: Script) -> str:
    """
    Write the network as a NumPy program.

    With data it prints the loss there and the gradient of every parameter; with a plan it then trains, and prints the
    loss that this comes to.
    """
    body = [*_parameters(script), *_forward(script), *_loss(script), *_backward(script)]
    if script.x is not None:
        body += [*script.data("np.array", "np"), *_printed(script)]
    if script.x is not None and script.plan is not None:
        body += _training(script)
    imports = ["import numpy as np", "", 'np.seterr(all="ignore")  # NaN and infinity are answers here']
    return whole(script.head("forward, backward and update by hand."), imports, body, "numpy")


def _parameters(script: Script) -> list[str]:
    made = [f'    "{name}": np.array({_indented(value)}),' for name, value in script.parameters.items()]
    return ["", "", "# W[j][i] is the weight to unit j from i", "parameters = {", *made, "}", "", ""]


def _indented(value: object) -> str:
    return array_code(value, "np").replace("\n", "\n    ")


def _taken(script: Script) -> str:
    names = script.names()
    return f"    {', '.join(names)}{',' if len(names) == 1 else ''} = parameters.values()"


def _kept(script: Script) -> str:
    return ", ".join(f"z{k}, a{k}" for k, _ in script.layers())


def _forward(script: Script) -> list[str]:
    lines = []
    for k, layer in script.layers():
        bias = f" + b{k}" if layer.bias else ""
        lines.append(f"    z{k} = {'x' if k == 1 else f'a{k - 1}'} @ W{k}.T{bias}")
        lines.append(f"    a{k} = {value_code(CODE[layer.op.name], script.activation(k), 'numpy')}")
    return [
        "def forward(x):",
        '    """z and a of every layer; the last a is the output. The way back needs them all."""',
        _taken(script),
        *lines,
        f"    return {_kept(script)}",
        "",
        "",
    ]


def _output(script: Script) -> str:
    return f"a{len(script.spec.layers)}"


def _loss(script: Script) -> list[str]:
    code = value_code(CODE[script.spec.loss], script.loss(), "numpy")
    return [
        f"def loss_of({_output(script)}, y):",
        f"    return {code}{'' if script.adds else ' / len(y)'}",
        "",
        "",
    ]


def _backward(script: Script) -> list[str]:
    lines = [f"    share = {'1.0' if script.adds else '1 / len(y)'}  # of each example"]
    lines.append(f"    d{_output(script)} = {pull_code(CODE[script.spec.loss], script.loss(), 0, 'share')}")
    for k, _ in reversed(script.layers()):
        lines += _back_through(script, k)
    found = ", ".join(f'"{name}": d{variable(name)}' for name in script.parameters)
    return [
        f"def backward(x, y, {_kept(script)}):",
        '    """Upstream times local, the last layer first: the gradient of every parameter."""',
        _taken(script),
        *lines,
        f"    return {{{found}}}",
        "",
        "",
    ]


def _back_through(script: Script, k: int) -> list[str]:
    layer, site = script.spec.layers[k - 1], script.activation(k)
    row, before = CODE[layer.op.name], "x" if k == 1 else f"a{k - 1}"
    lines = [f"dslope{k} = {pull_code(row, site, 1, f'da{k}')}"] if layer.learned else []
    lines += [f"dz{k} = {pull_code(row, site, 0, f'da{k}')}", f"dW{k} = dz{k}.T @ {before}"]
    lines += [f"db{k} = np.sum(dz{k}, axis=0)"] if layer.bias else []
    lines += [f"da{k - 1} = dz{k} @ W{k}"] if k > 1 else []
    return [f"    {line}" for line in lines]


def _printed(script: Script) -> list[str]:
    prints = [f'print("d{name} =", gradients["{name}"].tolist())' for name in script.parameters]
    return [
        "kept = forward(x)",
        "gradients = backward(x, y, *kept)",
        'print("loss =", float(loss_of(kept[-1], y)))',
        *prints,
        "",
    ]


def _training(script: Script) -> list[str]:
    plan = script.plan
    assert plan is not None  # asked where there is one
    names = script.trained()
    if not names:
        return ["# Training moves nothing: every parameter is frozen."]
    settings = {name: repr(value) for name, value in plan.optimizer.settings.items()}
    update = [line.format(**settings) for line in _RULES[plan.optimizer.name]]
    slots = [
        f"{slot} = {{name: np.zeros_like(parameters[name]) for name in trained}}"
        for slot in plan.optimizer.slots
    ]
    return [
        *_older(script),
        *script.rate(),
        f"# Training: {plan.optimizer.name}",
        f"trained = {names!r}".replace("'", '"'),
        *slots,
        *script.walk(
            [*_gradients(script), "for name in trained:", "    gradient = gradients[name]", *_in(update)]
        ),
        "",
        'print("trained loss =", float(loss_of(forward(x)[-1], y)))',
    ]


def _in(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _gradients(script: Script) -> list[str]:
    """The lines from a batch's rows to what the update goes by."""
    plan = script.plan
    assert plan is not None  # asked where there is one
    way = "backward" if script.older is None else "correction"
    lines = [f"gradients = {way}(x[rows], y[rows], *forward(x[rows]))"]
    for name in script.trained():
        lines += adjusted(plan, name, f'gradients["{name}"]', f'parameters["{name}"]', "np.sign")
    if plan.clip_norm is None:
        return lines
    return [
        *lines,
        "length = np.sqrt(sum(np.sum(gradients[name] ** 2) for name in trained))",
        f"if length > {plan.clip_norm!r}:",
        "    for name in trained:",
        f"        gradients[name] *= {plan.clip_norm!r} / length",
    ]


def _older(script: Script) -> list[str]:
    """What the perceptron and Adaline put in a gradient's place."""
    if script.older is None:
        return []
    k = len(script.spec.layers)
    told = f"z{k}" if script.older == "adaline" else f"np.where(z{k} >= 0, 1.0, {script.low!r})"
    before = "x" if k == 1 else f"a{k - 1}"
    found = [f'"W{k}": error.T @ {before}']
    found += [f'"b{k}": np.sum(error, axis=0)'] if script.spec.layers[-1].bias else []
    share = "1.0" if script.spec.reduction == "sum" else "(1 / len(y))"
    return [
        f"def correction(x, y, {_kept(script)}):",
        f'    """What the {script.older} rule takes for the gradient of the last layer."""',
        f"    error = ({told} - y) * {share}",
        f"    return {{{', '.join(found)}}}",
        "",
        "",
    ]

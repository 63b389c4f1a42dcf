"""PyTorch: the network as a module with its weights, and training by torch.optim."""

from __future__ import annotations

from ...nets.spec import Layer
from ..code.literals import array_code
from ..code.row import value_code
from .script import CODE, Script, adjusted, whole

_RULES = {
    "sgd": "SGD(moving, lr=rate(0))",
    "momentum": "SGD(moving, lr=rate(0), momentum={momentum})",
    "nesterov": "SGD(moving, lr=rate(0), momentum={momentum}, nesterov=True)",
    "rmsprop": "RMSprop(moving, lr=rate(0), alpha={alpha}, eps={eps})",
    "adam": "Adam(moving, lr=rate(0), betas=({beta1}, {beta2}), eps={eps})",
    "adamw": "AdamW(moving, lr=rate(0), betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
}
_RULES["perceptron"] = _RULES["adaline"] = _RULES["sgd"]


def pytorch_module(script: Script) -> str:
    """
    Write the network as a PyTorch program.

    With data it prints the loss there and the gradient of every parameter; with a plan it then trains, and prints the
    loss that this comes to.
    """
    body = [*_module(script), *_weights(script), *_loss(script)]
    if script.x is not None:
        body += [*script.data("torch.tensor", "torch"), *_printed(script)]
        if script.plan is not None:
            body += _training(script)
    imports = ["import numpy as np"] if any("np." in line for line in body) else []
    imports += ["import torch", "from torch import nn", "", "torch.set_default_dtype(torch.float64)"]
    return whole(script.head("a PyTorch module with its weights."), imports, body, "pytorch")


def _module(script: Script) -> list[str]:
    made, lines = [], []
    for k, layer in script.layers():
        bias = "" if layer.bias else ", bias=False"
        made.append(f"        self.layer{k} = nn.Linear({layer.inputs}, {layer.units}{bias})")
        if layer.learned:
            made.append(f"        self.slope{k} = nn.Parameter(torch.zeros({layer.units}))")
            lines.append(f"        slope{k} = self.slope{k}")
        lines.append(f"        z{k} = self.layer{k}({'x' if k == 1 else f'a{k - 1}'})")
        lines.append(f"        a{k} = {_curve(script, k, layer)}")
    return [
        "",
        "class Network(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *made,
        "",
        "    def forward(self, x):",
        *lines,
        f"        return a{len(script.spec.layers)}",
        "",
        "",
    ]


def _curve(script: Script, k: int, layer: Layer) -> str:
    code = value_code(CODE[layer.op.name], script.activation(k), "pytorch")
    return (
        f"{code} + 0.0 * z{k}" if layer.op.name == "step" else code
    )  # so that autograd goes through, with 0


def _place(name: str) -> str:
    """A parameter as the module names it."""
    if name[0] == "a":
        return f"slope{name[1:]}"
    return f"layer{name[1:]}.{'weight' if name[0] == 'W' else 'bias'}"


def _weights(script: Script) -> list[str]:
    made = [
        f'        "{_place(name)}": torch.tensor({_indented(value)}),'
        for name, value in script.parameters.items()
    ]
    return ["network = Network()", "network.load_state_dict(", "    {", *made, "    }", ")", "", ""]


def _indented(value: object) -> str:
    return array_code(value, "torch").replace("\n", "\n        ")


def _loss(script: Script) -> list[str]:
    output, code = f"a{len(script.spec.layers)}", value_code(CODE[script.spec.loss], script.loss(), "pytorch")
    return [f"def loss_of({output}, y):", f"    return {code}{'' if script.adds else ' / len(y)'}", "", ""]


def _printed(script: Script) -> list[str]:
    prints = [f'print("d{name} =", network.{_place(name)}.grad.tolist())' for name in script.parameters]
    return [
        "loss = loss_of(network(x), y)",
        "loss.backward()",
        'print("loss =", loss.item())',
        *prints,
        "",
        "",
    ]


def _training(script: Script) -> list[str]:
    plan = script.plan
    assert plan is not None  # asked where there is one
    if not script.trained():
        return ["# Training moves nothing: every parameter is frozen."]
    settings = {name: repr(value) for name, value in plan.optimizer.settings.items()}
    moving = [f"    network.{_place(name)}," for name in script.trained()]
    lines = ["optimizer.zero_grad()", *_gradients(script)]
    lines += ["for group in optimizer.param_groups:", '    group["lr"] = rate(k)', "optimizer.step()"]
    return [
        *script.rate(),
        f"# Training: {plan.optimizer.name}",
        "moving = [",
        *moving,
        "]",
        f"optimizer = torch.optim.{_RULES[plan.optimizer.name].format(**settings)}",
        *script.walk(lines),
        "",
        'print("trained loss =", loss_of(network(x), y).item())',
    ]


def _gradients(script: Script) -> list[str]:
    plan = script.plan
    assert plan is not None  # asked where there is one
    lines = ["loss_of(network(x[rows]), y[rows]).backward()"] if script.older is None else _older(script)
    if plan.l1 or plan.l2:
        decay = []
        for name in script.trained():
            parameter = f"network.{_place(name)}"
            decay += adjusted(plan, name, f"{parameter}.grad", parameter, "torch.sign")
        lines += ["with torch.no_grad():", *[f"    {line}" for line in decay]] if decay else []
    if plan.clip_norm is None:
        return lines
    return [
        *lines,
        "length = torch.sqrt(sum((each.grad**2).sum() for each in moving))",
        f"if length > {plan.clip_norm!r}:",
        "    for each in moving:",
        f"        each.grad *= {plan.clip_norm!r} / length",
    ]


def _older(script: Script) -> list[str]:
    """What the perceptron and Adaline put in a gradient's place, for the last layer."""
    k = len(script.spec.layers)
    share = "" if script.spec.reduction == "sum" else " / len(rows)"
    lines = ["with torch.no_grad():"]
    for j, layer in script.layers():
        lines += [f"    slope{j} = network.slope{j}"] if layer.learned else []
        lines.append(f"    z{j} = network.layer{j}({'x[rows]' if j == 1 else f'a{j - 1}'})")
        lines += [f"    a{j} = {_curve(script, j, layer)}"] if j < k else []
    told = f"z{k}" if script.older == "adaline" else f"torch.where(z{k} >= 0, 1.0, {script.low!r})"
    lines.append(f"    error = ({told} - y[rows]){share}")
    before = "x[rows]" if k == 1 else f"a{k - 1}"
    for name in script.trained():
        code = f"error.T @ {before}" if name[0] == "W" else "error.sum(dim=0)"
        lines.append(f"    network.{_place(name)}.grad = {code}")
    return lines

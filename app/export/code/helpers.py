"""
Small functions that a program brings along where its lines call them, by library.

Each is what a student would write: short, one idea, a sentence. A name here is never a variable's.
"""

from __future__ import annotations

import re

_SIGMOID = """\
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
"""
_ERF = """\
erf = np.vectorize(math.erf, otypes=[float])  # NumPy has none
"""
_GELU_TANH = '''\
def gelu_tanh(x):
    """The approximation of GELU by tanh."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
'''
_GELU_TANH_SLOPE = '''\
def gelu_tanh_slope(x):
    """Its derivative."""
    t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 0.134145 * x**2)
'''
_SOFTMAX = '''\
def softmax(x, axis=None):
    """The largest entry is taken out first, so that exp cannot overflow."""
    raised = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return raised / np.sum(raised, axis=axis, keepdims=True)
'''
_LOGSUMEXP = '''\
def logsumexp(x, axis=None, keepdims=False):
    """The largest entry is taken out first, so that exp cannot overflow."""
    peak = np.max(x, axis=axis, keepdims=True)
    total = peak + np.log(np.sum(np.exp(x - peak), axis=axis, keepdims=True))
    return total if keepdims else np.squeeze(total, axis=axis)
'''
_LOG_SOFTMAX = """\
def log_softmax(x, axis):
    return x - logsumexp(x, axis=axis, keepdims=True)
"""
_SHARE = '''\
def share(x, taken, axis):
    """1 for the entry that was taken, shared where several are equal."""
    equal = x == taken
    return equal / np.sum(equal, axis=axis, keepdims=True)
'''
_PLACED = '''\
def placed(gradient, at, shape):
    """Entries that were taken get their gradient back, the others 0."""
    back = np.zeros(shape)
    back[at] = gradient
    return back
'''
_GUARDED = '''\
def guarded(a, b):
    """b, but 1 where both are 0: 0 ln 0 and 0 / 0 count as 0."""
    return np.where((a == 0) & (b == 0), 1.0, b)
'''
_ONE_HOT = '''\
def one_hot(numbers, classes):
    """A row of 0 and 1 for each class number, NaN for a number that no class has."""
    rows = (np.asarray(numbers)[..., None] == np.arange(classes)) * 1.0
    return rows / np.sum(rows, axis=-1)[..., None]
'''
_NORM = '''\
def norm(x, axis=None, keepdims=False):
    """Euclidean length; at 0 its gradient is taken as 0."""
    squares = jnp.sum(x**2, axis=axis, keepdims=keepdims)
    return jnp.where(squares == 0, 0.0, jnp.sqrt(jnp.where(squares == 0, 1.0, squares)))
'''


def _in(module: str, text: str) -> str:
    return text.replace("np.asarray(numbers)", "numbers").replace("np.", f"{module}.")


HELPERS: dict[str, dict[str, str]] = {
    "numpy": {
        "sigmoid": _SIGMOID, "erf": _ERF, "gelu_tanh": _GELU_TANH, "gelu_tanh_slope": _GELU_TANH_SLOPE,
        "softmax": _SOFTMAX, "logsumexp": _LOGSUMEXP, "log_softmax": _LOG_SOFTMAX, "share": _SHARE, "placed": _PLACED,
        "guarded": _GUARDED, "one_hot": _ONE_HOT,
    },
    "pytorch": {"guarded": _in("torch", _GUARDED), "one_hot": _in("torch", _ONE_HOT)},
    "jax": {"guarded": _in("jnp", _GUARDED), "one_hot": _in("jnp", _ONE_HOT), "norm": _NORM},
}  # fmt: skip


def helpers_for(lines: list[str], library: str) -> list[str]:
    """Return the functions that *lines* call, and those that these call, in the order of the table."""
    known = HELPERS[library]
    text = "\n".join(lines)
    wanted: set[str] = set()
    while True:
        found = {name for name in known if re.search(rf"(?<![\w.]){name}\(", text)}
        if found == wanted:
            return [body for name, body in known.items() if name in wanted]
        wanted = found
        text = "\n".join([*lines, *(known[name] for name in wanted)])

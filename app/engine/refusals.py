"""
What the engine says about documents and graphs that do not fit, and the checks that say it.

Names from outside are clipped before they are put into a sentence, so that nobody's input comes back whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from .errors import MAX_ERRORS, EngineError, GraphError, InputError, did_you_mean
from .limits import MAX_ID_LENGTH
from .op import Op
from .ops import REGISTRY
from .syntax import VALUE_WORDS
from .values import described

Loc = tuple[str | int, ...]

SHOWN_IN_A_MESSAGE = 6


def clip(text: str, length: int = 40) -> str:
    """Return *text* short enough for a message, characters that cannot be seen written as in JSON."""
    if not text.isprintable():
        text = json.dumps(text[:length])[1:-1]
    return text if len(text) <= length else text[: length - 3] + "..."


def listing(names: Sequence[str], shown: int = SHOWN_IN_A_MESSAGE) -> str:
    """Write a few of *names* as ``a, b and c``, the rest as a number."""
    clipped = [clip(name) for name in names[:shown]]
    if len(names) > shown:
        return f"{', '.join(clipped)} and {len(names) - shown:,} more"
    return clipped[0] if len(clipped) == 1 else f"{', '.join(clipped[:-1])} and {clipped[-1]}"


def not_a_leaf(name: str, loc: Loc, can: str = "can be given a value") -> InputError:
    """Return the error for an op where only a leaf *can* be named."""
    return InputError(
        "not-a-leaf",
        f"{clip(name)} is an op, and only inputs, parameters and constants {can}.",
        hint="Choose among the leaves it is computed from.",
        node=name,
        loc=loc,
    )


def cycle_error(ids: Sequence[str], cycle: Sequence[int]) -> GraphError:
    """Return the error for *cycle*, positions among *ids*, naming a few of its nodes."""
    first = clip(ids[cycle[0]])
    if len(cycle) == 1:
        message = f"{first} is its own input, so it can never be computed."
    else:
        shown = [clip(ids[position]) for position in cycle[:SHOWN_IN_A_MESSAGE]]
        more = f"... ({len(cycle):,} nodes) -> " if len(cycle) > SHOWN_IN_A_MESSAGE else ""
        message = f"These nodes need each other: {' -> '.join(shown)} -> {more}{first}."
    return GraphError(
        "cycle",
        message,
        hint="A computation graph has no cycles: remove one of these edges.",
        node=ids[cycle[0]],
    )


def find_op(given: str, name: str | None = None, loc: Loc = ()) -> Op:
    """
    Return the op called *given*.

    Raises:
        GraphError: ``unknown-op``, with the nearest name.
    """
    op = REGISTRY.get(given)
    if op is None:
        near = did_you_mean(given, REGISTRY)
        message = f"{clip(given)} is not an op." + (f" {near}" if near else "")
        raise GraphError(
            "unknown-op", message, hint=near or "The op reference lists all ops.", node=name, loc=loc
        )
    return op


def check_arity(op: Op, count: int, name: str, loc: Loc = ()) -> None:
    """
    Check that *op* takes *count* operands.

    Raises:
        GraphError: ``wrong-operand-count``, naming the operands.
    """
    wanted = len(op.operands)
    if count == wanted or (op.variadic and count > 0):
        return
    words = "at least 1 operand" if op.variadic else f"{wanted} operand{'s' * (wanted != 1)}"
    raise GraphError(
        "wrong-operand-count",
        f"{op.name} takes {words} ({', '.join(op.operands)}), and {clip(name)} has {count:,}.",
        hint="null stands for an input that is not connected yet."
        if count < wanted
        else "Remove the others.",
        node=name,
        loc=loc,
    )


def check_keys(
    given: dict[Any, Any], known: tuple[str, ...], what: str, errors: list[EngineError], loc: Loc
) -> None:
    """Append an ``unknown-key`` error for every key of *given* that is not *known*."""
    for key in given:
        if key not in known and len(errors) < MAX_ERRORS:
            text = clip(str(key))
            hint = did_you_mean(str(key), known) or f"The keys are {listing(known, len(known))}."
            errors.append(
                GraphError("unknown-key", f"{what} has no key {text}.", hint=hint, loc=(*loc, text))
            )


def wrong_type(what: str, given: Any, wanted: str, loc: Loc, node: str | None = None) -> GraphError:
    """Return the error for *given* where *wanted* was expected."""
    verb = "are" if what.startswith(("inputs", "attrs", "nodes", "outputs", "groups")) else "is"
    message = f"{what} {verb} {described(given)}; {wanted} is expected."
    return GraphError("wrong-type", message, hint=f"Put {wanted} here.", node=node, loc=loc)


def missing_key(what: str, key: str, loc: Loc, node: str | None = None) -> GraphError:
    """Return the error for an object without *key*."""
    return GraphError("missing-key", f"{what} has no {key}.", hint=f"Add the key {key}.", node=node, loc=loc)


def bad_id(given: str, loc: Loc) -> GraphError:
    """Return the error for an id that does not fit the pattern, is too long or a value of the language."""
    if len(given) > MAX_ID_LENGTH:
        message = f"An id has at most {MAX_ID_LENGTH} characters, and this one {len(given):,}."
        return GraphError("bad-id", message, hint="Choose a shorter one.", loc=loc)
    if given in VALUE_WORDS:
        message = f"{given} is a value of the expression language and cannot be an id."
        return GraphError("bad-id", message, hint="Choose another one.", loc=loc)
    return GraphError(
        "bad-id",
        f"{clip(given) or 'An empty string'} is not an id.",
        hint="An id is letters, digits and underscores, and does not start with a digit.",
        loc=loc,
    )


def duplicates(ids: Iterable[str], what: str, loc: Loc) -> list[EngineError]:
    """Return an error for each id that was there before, `MAX_ERRORS` at most."""
    seen: dict[str, int] = {}
    errors: list[EngineError] = []
    for i, name in enumerate(ids):
        if name in seen:
            message = (
                f"{clip(name)} is the id of two {what}s, number {seen[name] + 1:,} and number {i + 1:,}."
            )
            hint = "Ids are unique: rename one of them."
            errors.append(GraphError("duplicate-id", message, hint=hint, node=name, loc=(*loc, i, "id")))
            if len(errors) == MAX_ERRORS:
                break
        seen.setdefault(name, i)
    return errors

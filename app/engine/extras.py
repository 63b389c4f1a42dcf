"""
The parts of a document that change no number: outputs, groups, layout.

They are checked all the same: a saved graph must open again, and a slip in a key must be seen where it was made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Set
from typing import Any

from .errors import MAX_ERRORS, EngineError, GraphError, did_you_mean
from .op import REGISTRY
from .refusals import clip
from .values import described

Loc = tuple[str | int, ...]

GROUP_KEYS = ("id", "op", "attrs", "label", "nodes", "parent", "open")
LAYOUT_KEYS = ("nodes", "edges")
EDGE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*>[A-Za-z_][A-Za-z0-9_]*:(0|[1-9][0-9]*)")


def read_outputs(given: Any, ids: Set[str], errors: list[EngineError], loc: Loc) -> tuple[str, ...]:
    """Return the ids named as outputs; what does not fit is appended to *errors*."""
    if given is None:
        return ()
    return tuple(_ids(given, "outputs", ids, errors, loc))


def _ids(given: Any, what: str, ids: Set[str], errors: list[EngineError], loc: Loc) -> list[str]:
    if type(given) is not list:
        errors.append(
            GraphError("wrong-type", f"{what} are {described(given)}; a list of ids is expected.", loc=loc)
        )
        return []
    for i, name in enumerate(given):
        if len(errors) >= MAX_ERRORS:
            break
        if type(name) is not str:
            message = f"An entry of {what} is {described(name)}; the id of a node is expected."
            errors.append(GraphError("wrong-type", message, loc=(*loc, i)))
        elif name not in ids:
            message = f"{clip(name)}, named in {what}, is no node of the graph."
            errors.append(GraphError("unknown-node", message, hint=did_you_mean(name, ids), loc=(*loc, i)))
    return [name for name in given if type(name) is str]


def read_groups(given: Any, ids: Set[str], errors: list[EngineError], loc: Loc) -> list[dict[str, Any]]:
    """Return the groups as they came; what does not fit is appended to *errors*."""
    if given is None:
        return []
    if type(given) is not list:
        errors.append(
            GraphError("wrong-type", f"groups are {described(given)}; a list is expected.", loc=loc)
        )
        return []
    groups: list[dict[str, Any]] = []
    parents: dict[str, Any] = {}
    for i, group in enumerate(given):
        if len(errors) >= MAX_ERRORS:
            return groups
        if type(group) is not dict:
            message = f"A group is {described(group)}; an object is expected."
            errors.append(GraphError("wrong-type", message, loc=(*loc, i)))
        elif _group(group, ids, errors, (*loc, i)):
            if group["id"] in parents:
                message = f"{clip(group['id'])} is the id of two groups."
                hint = "Ids are unique: rename one of them."
                errors.append(GraphError("duplicate-id", message, hint=hint, loc=(*loc, i, "id")))
            parents[group["id"]] = group.get("parent")
            groups.append(group)
    _check_parents(parents, errors, loc)
    return groups


def _group(group: dict[str, Any], ids: Set[str], errors: list[EngineError], loc: Loc) -> bool:
    """Check one group by itself."""
    before = len(errors)
    for key in group:
        if key not in GROUP_KEYS:
            text = clip(str(key))
            hint = did_you_mean(str(key), GROUP_KEYS) or f"The keys are {', '.join(GROUP_KEYS)}."
            errors.append(
                GraphError("unknown-key", f"A group has no key {text}.", hint=hint, loc=(*loc, text))
            )
    if type(group.get("id")) is not str:
        code = "wrong-type" if "id" in group else "missing-key"
        errors.append(
            GraphError(code, "A group needs an id, a string.", hint="Add the key id.", loc=(*loc, "id"))
        )
    for key, kinds, words in (
        ("label", (str, type(None)), "a string"),
        ("parent", (str, type(None)), "the id of a group, or null"),
        ("open", (bool, type(None)), "true or false"),
        ("attrs", (dict, type(None)), "an object"),
        ("op", (str, type(None)), "the name of an op, or null"),
    ):
        if type(group.get(key)) not in kinds:
            message = f"{key} of a group is {described(group[key])}; {words} is expected."
            errors.append(GraphError("wrong-type", message, loc=(*loc, key)))
    if len(errors) == before and group.get("op") is not None and group["op"] not in REGISTRY:
        near = did_you_mean(group["op"], REGISTRY)
        message = f"{clip(group['op'])} is not an op." + (f" {near}" if near else "")
        errors.append(GraphError("unknown-op", message, hint=near, loc=(*loc, "op")))
    _ids(group.get("nodes", []), "nodes of a group", ids, errors, (*loc, "nodes"))
    return len(errors) == before


def _check_parents(parents: dict[str, Any], errors: list[EngineError], loc: Loc) -> None:
    """Every parent is a group, and no group is inside itself."""
    rooted: set[str] = set()
    for name in parents:
        path: dict[str, None] = {}
        current: Any = name
        while current is not None and current not in rooted and current not in path:
            path[current] = None
            parent = parents[current]
            if parent is not None and parent not in parents:
                message = f"{clip(parent)}, the parent of {clip(current)}, is no group of the graph."
                hint = did_you_mean(parent, parents)
                errors.append(GraphError("unknown-group", message, hint=hint, loc=loc))
                parent = None
            current = parent
        if current in path:
            message = f"The group {clip(current)} is inside itself."
            errors.append(GraphError("bad-group", message, hint="Set its parent to null.", loc=loc))
        rooted.update(path)


def read_layout(given: Any, errors: list[EngineError], loc: Loc) -> dict[str, Any]:
    """Return the layout as it came; a position of a node that is gone is kept, it does no harm."""
    if given is None:
        return {}
    if type(given) is not dict:
        errors.append(
            GraphError("wrong-type", f"layout is {described(given)}; an object is expected.", loc=loc)
        )
        return {}
    for key, part in given.items():
        if key not in LAYOUT_KEYS:
            text = clip(str(key))
            hint = did_you_mean(str(key), LAYOUT_KEYS) or "The keys are nodes and edges."
            errors.append(
                GraphError("unknown-key", f"A layout has no key {text}.", hint=hint, loc=(*loc, text))
            )
        elif type(part) is not dict:
            message = f"{key} of a layout is {described(part)}; an object is expected."
            errors.append(GraphError("wrong-type", message, loc=(*loc, key)))
        else:
            _check_places(part, key, errors, (*loc, key))
        if len(errors) >= MAX_ERRORS:
            break
    return given


def _check_places(part: dict[str, Any], key: str, errors: list[EngineError], loc: Loc) -> None:
    fits = _is_point if key == "nodes" else _is_route
    words = "two finite numbers, [x, y]" if key == "nodes" else "a list of positions, [[x, y], ...]"
    for name, place in part.items():
        if key == "edges" and not EDGE.fullmatch(str(name)):
            message = f"{clip(str(name))} is not the key of an edge."
            hint = 'Write source>target:index, as in "q>f:0".'
            errors.append(GraphError("bad-layout", message, hint=hint, loc=(*loc, clip(str(name)))))
        elif not fits(place):
            message = f"The place of {clip(str(name))} is not {words}."
            errors.append(
                GraphError("bad-layout", message, hint=f"Write {words}.", loc=(*loc, clip(str(name))))
            )
        if len(errors) >= MAX_ERRORS:
            return


def _is_point(given: Any) -> bool:
    return type(given) is list and len(given) == 2 and _is_finite(given[0]) and _is_finite(given[1])


def _is_route(given: Any) -> bool:
    return type(given) is list and all(map(_is_point, given))


def _is_finite(given: Any) -> bool:
    if type(given) is int:
        return abs(given) < 2**53
    return type(given) is float and math.isfinite(given)

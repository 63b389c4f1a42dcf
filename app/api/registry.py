"""
Every piece of work by the last part of its address. Workers know it too, so nothing of the web is imported here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..engine.limits import Limits
from ..export.formats import import_writers
from . import batch, evaluate, language, rewriting
from .work import Prepare, Task

DATASETS = "datasets/"
_put_off = ["mlps.data", "mlps.slices", "mlps.stream"]  # modules; `late` adds to them


def late(module: str, name: str = "prepare") -> Prepare:
    """Work whose *module* is imported when it is first asked for, so that a server starts without it."""
    _put_off.append(module)

    def prepare(document: Any, limits: Limits) -> Task:
        task: Task = getattr(import_module(f".{module}", __package__), name)(document, limits)
        return task

    return prepare


WORK: dict[str, Prepare] = {
    "evaluate": evaluate.prepare,
    "evaluate/batch": batch.prepare,
    "parse": language.prepare_parse,
    "print": language.prepare_print,
    "expand": rewriting.prepare_expand,
    "collapse": rewriting.prepare_collapse,
    "check": late("checking"),
    "descend": late("descending"),
    "grade": late("grading"),
    "export": late("exporting"),
    "mlps/init": late("mlps.work", "prepare_init"),
    "mlps/evaluate": late("mlps.work", "prepare_evaluate"),
    "mlps/graph": late("mlps.work", "prepare_graph"),
    "mlps/train": late("mlps.training"),
    "mlps/export": late("mlps.exporting"),
}


def import_late() -> None:
    """Import all that was put off, writers of exports too: for a thread that has time, before anybody waits for it."""
    for module in _put_off:
        import_module(f".{module}", __package__)
    import_writers()


def work_of(name: str) -> Prepare:
    """The work *name*: of the table above, or of one dataset."""
    if name.startswith(DATASETS):
        return _drawing(name.removeprefix(DATASETS))
    return WORK[name]


def _drawing(dataset: str) -> Prepare:
    def prepare(document: Any, limits: Limits) -> Task:
        task: Task = import_module(".mlps.data", __package__).prepare(dataset, document, limits)
        return task

    return prepare

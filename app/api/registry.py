"""
Every piece of work by the last part of its address. Workers know it too, so nothing of the web is imported here.
"""

from __future__ import annotations

from . import batch, checking, descending, evaluate, exporting, grading, language, rewriting
from .work import Prepare

WORK: dict[str, Prepare] = {
    "evaluate": evaluate.prepare,
    "evaluate/batch": batch.prepare,
    "parse": language.prepare_parse,
    "print": language.prepare_print,
    "expand": rewriting.prepare_expand,
    "collapse": rewriting.prepare_collapse,
    "check": checking.prepare,
    "descend": descending.prepare,
    "grade": grading.prepare,
    "export": exporting.prepare,
}

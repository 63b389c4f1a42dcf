"""What is wrong with an answer: beside what its case wants, the rules that hold for every one."""

from __future__ import annotations

import json
import re
from typing import Any

from benchmarks.http import ROOT

from .case import Answer, Case

LARGEST = 64 * 1024
PROBLEM = "application/problem+json"
TELLS = re.compile(rf"Traceback \(most|File \"|site-packages|\w/[\w/]*\.py\b|{re.escape(str(ROOT))}".encode())
AT_ITS_LIMIT = (429, 503)  # with Retry-After, and only where several ask at once


def refused(answer: Answer) -> bool:
    """Whether it is an answer of HTTP, and not what was asked for."""
    return 400 <= answer.status < 600


def tells(answer: Answer) -> bool:
    """Whether a refusal has something of the inside: a traceback, the path of a file."""
    return refused(answer) and TELLS.search(answer.body) is not None


def at_a_limit(answer: Answer) -> bool:
    """Whether it says that the server is busy, and when to come back, or that five seconds were not enough in company."""
    if answer.status == 413:
        return b'"code":"compute-limit"' in answer.body
    return answer.status in AT_ITS_LIMIT and answer.headers.get("retry-after", "").isdecimal()


def complaints(case: Case, answer: Answer) -> list[str]:
    """Everything that is wrong with *answer*, in words; nothing where it is as it should be."""
    found = []
    if answer.status not in case.statuses:
        found.append(f"{answer.status}, not {'/'.join(map(str, case.statuses))}")
    if answer.seconds > case.within_s:
        found.append(f"{answer.seconds:.1f} s")
    if refused(answer):
        found += _of_a_problem(case, answer)
    if not found and case.look is not None:
        found += [said for said in [case.look(answer)] if said]
    return found


def is_problem(case: Case, answer: Answer) -> bool:
    """Whether a refusal is a problem document, or one of the few that need not be."""
    of_the_library = case.plain and answer.headers.get("content-type", "").startswith("text/plain")
    told_by_socket = bool(case.messages)
    return of_the_library or told_by_socket or answer.headers.get("content-type") == PROBLEM


def _of_a_problem(case: Case, answer: Answer) -> list[str]:
    if not is_problem(case, answer):
        return [f"{answer.headers.get('content-type')}, no problem document"]
    if (case.plain and answer.headers.get("content-type") != PROBLEM) or case.method == "HEAD":
        return []
    try:
        document = json.loads(answer.body)
    except ValueError:
        return [] if case.messages else ["no JSON"]
    found = [said for said in _form(document, answer.status) if said]
    if case.codes and document["code"] not in case.codes:
        found.append(f"{document['code']}, not {'/'.join(case.codes)}")
    return found


def _form(document: dict[str, Any], status: int) -> list[str]:
    errors = document["errors"]
    return [
        "" if document["type"] == f"/errors/{document['code']}" else "its type is not of its code",
        "" if document["status"] == status else "it says another status",
        "" if 1 <= len(errors) <= 20 else f"{len(errors)} errors",
        ""
        if all(0 < len(each["message"]) <= 600 for each in errors)
        else "a message of no length, or too long",
    ]

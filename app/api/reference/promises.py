"""What the reference says beside the routes: the codes of warnings, and what stays as it is from release to release."""

from __future__ import annotations

WARNINGS = {
    "kink": "The op has no derivative at this value; the one that was used is said, and its rule stands in the op.",
    "saturated": "An activation is so flat here that hardly any gradient comes through.",
    "dead": "An activation lets no gradient through at all.",
    "overflow": "A number became infinite here, out of finite ones; 1/0 and log 0 count, too.",
    "nan": "A number that is none (NaN) arose here, or was given.",
    "vanishing": "Over a long path the gradient has shrunk to next to nothing.",
    "exploding": "Over a long path the gradient has grown out of all proportion.",
    "unused-input": "`inputs` names something that the graph does not have.",
}

VERSIONS = """\
`/api/v1` is the version of this contract. Within it routes, keys of answers, formats, ops, lessons, and
codes of errors and warnings may be added; nothing is taken away, renamed or given another meaning, and what
was accepted stays accepted. So read answers by the keys that you know, and leave those that you do not.

A code says what happened and stays as it is. Messages, hints, sentences and LaTeX are for readers and may
be worded anew in any release; so may the last digits of a number, where another order of adding is better
or faster. Limits are the host's settings.

What is to go is marked as deprecated in `openapi.json` and in the changelog, with what takes its place, in
one minor release at least and for half a year. What cannot be done so becomes `/api/v2`, beside which
`/api/v1` goes on answering for a year.

Settings, commands and the Python client's methods are changed in the same way, and no faster.

Saved graphs outlive all of that: a newer server brings an older store up to date when it starts, and an
older one leaves a newer store alone."""

"""
What can be done with the answer of an operation, for the OpenAPI document: its links.

A program that reads them can go from a saved graph to its runs and their gradients by itself. The edit token is
no parameter and so in no link: replacing and deleting take it besides.

Source: https://spec.openapis.org/oas/v3.1.0#link-object
"""

from __future__ import annotations

from typing import Any

_ID = {"id": "$response.body#/id"}
_VERSION = {"If-Match": "$response.header.ETag"}

# By operation: operations, and where in the answer the parameters of each stand.
LINKS: dict[str, dict[str, dict[str, str]]] = {
    "save-graph": {
        "read-graph": _ID,
        "replace-graph": _ID | _VERSION,
        "delete-graph": _ID | _VERSION,
        "run-graph": _ID,
    },
    "replace-graph": {"read-graph": _ID, "run-graph": _ID},
    "run-graph": {
        "read-run": _ID,
        "read-run-node": _ID | {"node": "$response.body#/nodes/0/id"},
        "run-backward": _ID,
    },
}


def described_links(operation: str) -> dict[str, Any]:
    """The links of *operation*, by the operation they lead to."""
    return {name: {"operationId": name, "parameters": found} for name, found in LINKS[operation].items()}

"""What ``backprop-visualizer`` does besides serving: a table of commands, each in a module that is imported on use."""

from __future__ import annotations

COMMANDS = {
    "admin": ("admin", "look over, clear out, back up and restore what was saved"),
}
"""By name: the module that runs it, and what it is for."""

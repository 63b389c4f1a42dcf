"""What ``backprop-visualizer`` does besides serving: a table of commands, each in a module that is imported on use."""

from __future__ import annotations

COMMANDS = {
    "evaluate": ("programs", "evaluate a program or a graph file: every value and gradient, as JSON"),
    "export": ("programs", "take a run along: TikZ, LaTeX, Markdown, code, one HTML file that plays"),
    "grade": ("programs", "mark answers to questions about a graph"),
    "admin": ("admin", "look over, clear out, back up and restore what was saved"),
}
"""By name: the module whose ``main`` runs it, and what it is for."""

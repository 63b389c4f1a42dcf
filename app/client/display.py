"""A run as a notebook shows it: the file that plays by itself, in a frame of its own, under no address."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

HEIGHT_PX = 620


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A run to look at: as the last line of a notebook's cell it plays there, with no server and no network.

    Attributes:
        page: The text of an HTML page that holds all it needs.
        height_px: Height of its frame in a notebook; it is as wide as its place.
    """

    page: str
    height_px: int = HEIGHT_PX

    def _repr_html_(self) -> str:
        return framed(self.page, self.height_px)

    def __repr__(self) -> str:
        return f"<Figure of {len(self.page)} characters; save(path) writes the page>"

    def save(self, path: str | Path) -> None:
        """Write the page to *path*, for any browser to open."""
        Path(path).write_text(self.page, encoding="utf-8")


def framed(page: str, height_px: int = HEIGHT_PX) -> str:
    """
    Put the HTML page *page* into an element that any page may hold, *height_px* high.

    The frame may run its own scripts and nothing more: it has no origin, so it reaches neither the notebook around it
    nor what the browser keeps for that.
    """
    # Letters beyond ASCII as references: the hashes in the page hold whatever encoding surrounds it.
    source = html.escape(page).encode("ascii", "xmlcharrefreplace").decode()
    style = "width: 100%; border: 1px solid #86A981"
    return (
        f'<iframe sandbox="allow-scripts" title="Backprop Visualizer" height="{height_px}" style="{style}" '
        f'srcdoc="{source}"></iframe>'
    )

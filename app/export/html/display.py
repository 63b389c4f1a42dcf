"""A page as a notebook shows it: in a frame of its own, under no address."""

from __future__ import annotations

import html

HEIGHT_PX = 620


def framed(page: str, height_px: int = HEIGHT_PX) -> str:
    """
    Put a page of `page.page` into an element that any page may hold.

    This is what a ``_repr_html_`` returns. The frame may run its own scripts and nothing more: it has no origin, so it
    reaches neither the notebook around it nor what the browser keeps for that.

    Args:
        page: The text of an HTML page.
        height_px: Height of the frame; it is as wide as its place.
    """
    # Letters beyond ASCII as references: the hashes in the page hold whatever encoding surrounds it.
    source = html.escape(page).encode("ascii", "xmlcharrefreplace").decode()
    style = "width: 100%; border: 1px solid #86A981"
    return (
        f'<iframe sandbox="allow-scripts" title="Backprop Visualizer" height="{height_px}" style="{style}" '
        f'srcdoc="{source}"></iframe>'
    )

"""A run's picture, composed once: what is drawn, where, and how wide the lanes are."""

from __future__ import annotations

from ...engine.passes import Run
from .geometry import Box, Geometry, Wire, geometry_of, union
from .labels import Label, place_labels
from .marks import WidthRule, magnitude
from .measures import INKS, UNIT_PT
from .numbers import Numbers
from .shown import shown

MARGIN = 12.0
_LARGEST_PT = 12000.0
"""TeX knows no longer lengths than 16383 pt."""

STYLES = r"""\tikzset{
  x=%(unit)spt, y=-%(unit)spt, line cap=butt, line join=miter,
  forward/.style={draw=forward}, backward/.style={draw=backward},
  under/.style={draw=paper, line width=9.8pt},
  pending/.style={draw=pend, line width=1pt, dash pattern=on 1pt off 3pt},
  hollow/.style={line width=0.6pt, double=paper, double distance=1.6pt},
  hazard lane/.style={draw=hazard, line width=2.8pt, dash pattern=on 3.5pt off 2pt},
  hazard ring/.style={draw=hazard, line width=2.4pt, dash pattern=on 2.8pt off 2pt},
  ring/.style={line width=2.4pt}, bead/.style={draw=backward, fill=sheet, line width=1.2pt},
  outline/.style={draw=ink, fill=sheet, line width=1pt}, frame/.style={draw=ink, line width=0.85pt},
  now ring/.style={draw=ink, line width=1.4pt},
  tag/.style={draw=ink, fill=sheet, line width=1pt}, constant/.style={dash pattern=on 2.8pt off 2pt},
  glyph/.style={text=ink, inner sep=0pt}, figures/.style={font=\sffamily\bfseries\boldmath, inner sep=0pt},
  value/.style={figures, text=forward}, gradient/.style={figures, text=backward},
  chip/.style={figures, font=\sffamily\bfseries\boldmath\small, text=ink, draw=ink, fill=sheet, line width=1pt,
    minimum height=13.3pt},
  caption/.style={text=soft, font=\sffamily\small, inner sep=0pt},
  outlined/.style={draw=backward, fill=sheet, line width=1.1pt}, washed/.style={fill=backward-wash},
}
\newcommand{\tensor}[2]{\setlength{\tabcolsep}{4.9pt}$\left[\begin{tabular}{@{}#1@{}}#2\end{tabular}\right]$}
"""


class Scene:
    """
    Everything that a picture is made of.

    Attributes:
        run, geometry, labels, numbers: What is drawn, where, and what it says.
        box: Around all of it.
        unit: Points to a board unit; fewer where TeX could not hold the picture.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.geometry: Geometry = geometry_of(run.graph, shown(run))
        self.labels: list[Label] = place_labels(run, self.geometry)
        self.numbers = Numbers(run, self.geometry.shown)
        self.box: Box = self._frame()
        longest = max(self.box.x1 - self.box.x0, self.box.y1 - self.box.y0)
        self.unit = min(UNIT_PT, _LARGEST_PT / longest)
        wires = self.geometry.wires
        self._forward = WidthRule(magnitude(self.numbers.value(wire.edge)) for wire in wires)
        self._backward = WidthRule(magnitude(self.numbers.gradient(wire.edge)) for wire in wires)

    def _frame(self) -> Box:
        boxes = [body.box.grown(8) for body in self.geometry.bodies.values()]
        boxes += [frame.box for frame in self.geometry.frames] + [label.box for label in self.labels]
        boxes += [Box(x, y, x, y).grown(8) for wire in self.geometry.wires for x, y in wire.curve.points]
        return union(boxes).grown(MARGIN)

    def widths(self, wire: Wire) -> tuple[float, float]:
        """Widths of the two lanes of a wire."""
        value, gradient = self.numbers.value(wire.edge), self.numbers.gradient(wire.edge)
        return self._forward(magnitude(value)), self._backward(magnitude(gradient))

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height on paper."""
        return (self.box.x1 - self.box.x0) * self.unit, (self.box.y1 - self.box.y0) * self.unit

    @property
    def styles(self) -> str:
        """Colours, once, and the styles that use them."""
        colours = "\n".join(rf"\definecolor{{{name}}}{{HTML}}{{{ink}}}" for name, ink in INKS.items())
        return f"% The inks of the page\n{colours}\n{STYLES % {'unit': f'{self.unit:.4g}'}}"

    @property
    def bounds(self) -> str:
        """The picture's edges, whatever is shown."""
        x0, y0, x1, y1 = self.box
        return rf"\useasboundingbox ({x0:.1f},{y0:.1f}) rectangle ({x1:.1f},{y1:.1f});"

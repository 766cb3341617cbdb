"""The charts of a PDF, drawn as lines and shapes."""

from __future__ import annotations

from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color

from interview_cli.report.pdf.look import EDGE, FONT, INK, QUIET, SCORE
from interview_cli.report.plot import LinePlot

_TEXT = 8
_BAR_HEIGHT = 7


def bar(score: float, width: float) -> Drawing:
    """A score of 0-100 as a bar on its scale; `width` in points."""
    drawing = Drawing(width, _BAR_HEIGHT)
    drawing.add(_rounded(width, EDGE))
    if score > 0:
        drawing.add(_rounded(max(_BAR_HEIGHT, width * min(score, 100) / 100), SCORE))
    return drawing


def line_chart(plot: LinePlot, width: float) -> Drawing:
    """Points joined by a line over their axes, as wide as is said (in points)."""
    drawing = Drawing(plot.width, plot.height)

    def up(y: float) -> float:
        return plot.height - y

    for tick in plot.levels:
        drawing.add(Line(plot.left, up(tick.at), plot.right, up(tick.at), strokeColor=EDGE))
        drawing.add(_text(plot.left - 6, up(tick.at) - 3, tick.text, "end"))
    for place, date in enumerate(plot.dates):
        anchor: Literal["start", "middle", "end"] = (
            "end" if place == len(plot.dates) - 1 else "middle" if place else "start"
        )
        drawing.add(_text(date.at, 6, date.text, anchor))
    flat = [number for x, y in plot.points for number in (x, up(y))]
    drawing.add(PolyLine(flat, strokeColor=SCORE, strokeWidth=1.6))
    for x, y in plot.points[:-1]:
        drawing.add(Circle(x, up(y), 3, fillColor=SCORE, strokeColor=None))
    x, y = plot.points[-1]
    drawing.add(Circle(x, up(y), 4.5, fillColor=SCORE, strokeColor=INK))
    factor = width / plot.width
    drawing.scale(factor, factor)
    drawing.width, drawing.height = width, plot.height * factor
    return drawing


def _rounded(width: float, color: Color) -> Rect:
    shape = Rect(0, 0, width, _BAR_HEIGHT, rx=3, ry=3)
    shape.fillColor, shape.strokeColor = color, None
    return shape


def _text(x: float, y: float, text: str, anchor: Literal["start", "middle", "end"]) -> String:
    return String(x, y, text, fontName=FONT, fontSize=_TEXT, fillColor=QUIET, textAnchor=anchor)

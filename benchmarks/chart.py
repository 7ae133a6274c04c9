"""A plot of results as plain SVG: bars of CPU seconds with their range, by scenario."""

from __future__ import annotations

from html import escape
from statistics import median

from results import Results

_COLOURS = {
    "pages only": "#2b6cb0",
    "everything": "#1a365d",
    "hugo": "#c05621",
    "hugo + pagefind": "#7b341e",
    "pelican": "#718096",
}
_LEFT, _WIDTH, _ROW, _PAD = 230, 760, 22, 90


def bars(results: Results) -> str:
    """Draw the median CPU seconds of each scenario and tool, with the range of the rounds."""
    rows = [
        (scenario, tool, [usage.cpu for usage in usages])
        for scenario, by_tool in results.usages.items()
        for tool, usages in by_tool.items()
        if scenario != "reload"
    ]
    most = max((max(values) for _, _, values in rows), default=1.0) or 1.0
    scale = (_WIDTH - _LEFT - _PAD) / most
    parts = []
    y = 40
    previous = ""
    for scenario, tool, values in rows:
        if scenario != previous:
            y += 18
            parts.append(f'<text x="8" y="{y + 14}" font-weight="bold">{escape(scenario)}</text>')
            previous = scenario
        middle = median(values)
        width = max(1.0, middle * scale)
        low, high = _LEFT + min(values) * scale, _LEFT + max(values) * scale
        parts += [
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(tool)}</text>',
            f'<rect x="{_LEFT}" y="{y + 3}" width="{width:.1f}" height="14" '
            f'fill="{_COLOURS.get(tool, "#4a5568")}"/>',
            f'<path d="M{low:.1f} {y + 10}H{high:.1f}" stroke="#000"/>',
            f'<text x="{max(high, _LEFT + width) + 6:.1f}" y="{y + 14}">{middle:.2f} s</text>',
        ]
        y += _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 16}" '
        f'width="{_WIDTH}" font-family="sans-serif" font-size="13" role="img">'
        f"<title>{escape(results.title)}: CPU seconds</title>"
        '<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="8" y="24" font-size="16">{escape(results.title)}: CPU seconds, '
        f"median and range</text>{''.join(parts)}</svg>\n"
    )

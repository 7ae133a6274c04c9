"""Results of a run: medians, ranges and ratios, as a Markdown table."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from measure import Usage

# What is held against what, as the issue of a release asks for it.
PAIRS = (
    ("pages only", "hugo"),
    ("pages only", "pelican"),
    ("everything", "hugo + pagefind"),
    ("everything", "hugo"),
)


@dataclass(slots=True)
class Results:
    """Usages by scenario and tool, one a round."""

    title: str
    machine: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    usages: dict[str, dict[str, list[Usage]]] = field(default_factory=dict)
    stages: dict[str, dict[str, list[dict[str, float]]]] = field(default_factory=dict)

    def add(self, scenario: str, tool: str, usage: Usage) -> None:
        """Note one round."""
        self.usages.setdefault(scenario, {}).setdefault(tool, []).append(usage)

    def add_stages(self, scenario: str, tool: str, seconds: dict[str, float]) -> None:
        """Note the wall seconds of each stage of one round."""
        self.stages.setdefault(scenario, {}).setdefault(tool, []).append(seconds)

    def ratios(self, scenario: str, tool: str, peer: str, value: str) -> list[float]:
        """Return the ratio of each round; `value` is "cpu", "wall" or "memory"."""
        found = self.usages.get(scenario, {})
        pairs = zip(found.get(tool, []), found.get(peer, []), strict=False)
        return [getattr(one, value) / max(getattr(two, value), 1e-9) for one, two in pairs]

    def markdown(self) -> str:
        """Write everything as Markdown."""
        tools = ", ".join(f"{name} {version}" for name, version in sorted(self.versions.items()))
        lines = [f"### {self.title}", "", f"{self.machine}. {tools}".strip(), ""]
        lines += ["| scenario | tool | CPU s | wall s | MB | files written | MB written |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for scenario, by_tool in self.usages.items():
            for tool, usages in by_tool.items():
                cells = [
                    spread([usage.cpu for usage in usages]),
                    spread([usage.wall for usage in usages]),
                    f"{median(usage.memory for usage in usages) / 1e6:,.0f}",
                    f"{median(usage.files for usage in usages):,.0f}",
                    f"{median(usage.written for usage in usages) / 1e6:,.1f}",
                ]
                if scenario == "reload":
                    cells[0] = cells[2] = cells[3] = cells[4] = ""
                lines.append(f"| {scenario} | {tool} | {' | '.join(cells)} |")
        rows = [
            f"| {scenario} | {tool} / {peer} | "
            + " | ".join(
                spread(self.ratios(scenario, tool, peer, value))
                for value in ("cpu", "wall", "memory")
            )
            + " |"
            for scenario in self.usages
            for tool, peer in PAIRS
            if self.ratios(scenario, tool, peer, "cpu")
        ]
        if rows:
            lines += ["", "| scenario | ratio | CPU | wall | memory |", "|---|---|---|---|---|"]
            lines += rows
        lines += self._stage_table()
        return "\n".join(lines) + "\n"

    def _stage_table(self) -> list[str]:
        rows = []
        names: dict[str, None] = {}
        for by_tool in self.stages.values():
            for rounds in by_tool.values():
                for seconds in rounds:
                    names.update(dict.fromkeys(seconds))
        for scenario, by_tool in self.stages.items():
            for tool, rounds in by_tool.items():
                cells = [f"{median(r.get(name, 0.0) for r in rounds):.2f}" for name in names]
                rows.append(f"| {scenario} | {tool} | {' | '.join(cells)} |")
        if not rows:
            return []
        head = f"| wall seconds of stages | | {' | '.join(names)} |"
        return ["", head, "|" + "---|" * (len(names) + 2), *rows]


def spread(values: list[float]) -> str:
    """Write a median with its range: "1.23 (1.20-1.31)"."""
    if len(values) < 2:
        return f"{values[0]:.2f}" if values else ""
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"

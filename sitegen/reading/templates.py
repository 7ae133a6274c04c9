"""Header lines in shapes of the publisher's own: templates, and what lines hold by them."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.reading.headers import LIST_LEVEL, Header, heading_level


class Template(NamedTuple):
    """A header template: literals and the names of the parts between them."""

    literals: tuple[str, ...]
    parts: tuple[str, ...]
    level: int


_PARTS = ("number", "title", "link", "any")


def parse_template(template: str) -> Template:
    """Parse a header template such as `## {number}. {title} <{link}>`.

    Raises:
        ValueError: it has no `{title}` and no `{link}`, names an unknown part, or has
            two parts with nothing between them.
    """
    pieces = re.split(r"\{([^{}]*)\}", template)
    literals, parts = tuple(pieces[::2]), tuple(pieces[1::2])
    for part in parts:
        if part not in _PARTS:
            raise ValueError(f"{{{part}}} is not one of {', '.join(f'{{{p}}}' for p in _PARTS)}")
    if not {"title", "link"} & set(parts):
        raise ValueError("a header needs {title} or {link}")
    if any(not literal for literal in literals[1:-1]):
        raise ValueError("two parts need text between them")
    if not literals[0].strip():
        raise ValueError("a header needs text before its first part, to tell it from prose")
    return Template(literals, parts, heading_level(literals[0]) or LIST_LEVEL)


def match_template(template: Template, line: str) -> Header | None:
    """Match a line against a template, in one pass from left to right."""
    if not line.startswith(template.literals[0]) or not line.endswith(template.literals[-1]):
        return None
    end = len(line) - len(template.literals[-1])
    place, values = len(template.literals[0]), dict.fromkeys(_PARTS, "")
    for index, part in enumerate(template.parts):
        literal = template.literals[index + 1]
        last = index == len(template.parts) - 1
        # a title may hold what follows it, so that the last occurrence counts
        find = line.rfind if part == "title" else line.find
        stop = end if last else find(literal, place, end)
        if stop < place:
            return None
        values[part] = line[place:stop].strip()
        place = stop + len(literal)
    number = values["number"]
    if "number" in template.parts and not number.isdecimal():
        return None
    return Header(values["title"], values["link"], int(number[:9] or 0), template.level)

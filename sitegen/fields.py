"""The fields of a paper: their names, where each is shown, and who wrote it.

One table that reading, text conversion, views, feeds, themes and search rely on.  Knows
nothing of how a digest prints a field: the labels of digests are in
`sitegen.reading.aliases`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from sitegen.identity import short_hash
from sitegen.patterns import lazy_pattern

Group = Literal["summary", "abstract", "translation", "meta", "extra"]


class FieldKind(NamedTuple):
    """What is known of a field from its name alone.

    Attributes:
        name: as in `Field.name` and `data-field`; `[a-z0-9_-]+`.
        label: its name for people, in English; themes translate it by `name`.
        group: where a paper's page shows it: `summary` (the digest's account of the
            paper), `abstract` (the authors' own), `translation` (a text of the paper
            in another language), `meta` (short facts: tags, scores, references),
            `extra` (everything else).
        machine: a language model wrote it, not the authors or the pipeline.
        markdown: may hold Markdown; any other field is running text with TeX.
    """

    name: str
    label: str
    group: Group
    machine: bool
    markdown: bool


# The fields of the canonical template, in the order in which a page shows them.
STANDARD: tuple[str, ...] = ("tldr", "motivation", "method", "result", "conclusion", "abstract")

# In order of display: within a group, a page shows fields in the order of this table.
_TABLE: tuple[FieldKind, ...] = (
    FieldKind("tldr", "TL;DR", "summary", True, True),
    FieldKind("summary", "Summary", "summary", True, True),
    FieldKind("task", "Task", "summary", True, True),
    FieldKind("background", "Background", "summary", True, True),
    FieldKind("motivation", "Motivation", "summary", True, True),
    FieldKind("problem", "Problem", "summary", True, True),
    FieldKind("data", "Data", "summary", True, True),
    FieldKind("method", "Method", "summary", True, True),
    FieldKind("contributions", "Contributions", "summary", True, True),
    FieldKind("experiments", "Experiments", "summary", True, True),
    FieldKind("result", "Result", "summary", True, True),
    FieldKind("conclusion", "Conclusion", "summary", True, True),
    FieldKind("limitations", "Limitations", "summary", True, True),
    FieldKind("abstract", "Abstract", "abstract", False, False),
    FieldKind("translated_title", "Translated title", "translation", True, False),
    FieldKind("translated_abstract", "Translated abstract", "translation", True, True),
    FieldKind("translated_conclusion", "Translated conclusion", "translation", True, True),
    FieldKind("score", "Score", "meta", True, False),
    FieldKind("tags", "Tags", "meta", True, False),
    FieldKind("keywords", "Keywords", "meta", True, False),
    FieldKind("topics", "Topics", "meta", True, False),
    FieldKind("subjects", "Subject classes", "meta", False, False),
    FieldKind("comment", "Comment", "meta", False, False),
    FieldKind("journal", "Journal", "meta", False, False),
    FieldKind("venue", "Venue", "meta", False, False),
    FieldKind("doi", "DOI", "meta", False, False),
    FieldKind("affiliations", "Affiliations", "meta", False, False),
    FieldKind("published", "Published", "meta", False, False),
    FieldKind("updated", "Updated", "meta", False, False),
    FieldKind("read_time", "Read time", "meta", True, False),
    FieldKind("source", "Source", "meta", False, False),
    FieldKind("code", "Code", "meta", False, True),
    FieldKind("links", "Links", "meta", False, True),
    FieldKind("recommendation", "Recommendation", "extra", True, True),
    FieldKind("ai_abstract", "AI abstract", "extra", True, True),
    FieldKind("ai_comment", "AI comment", "extra", True, True),
    FieldKind("figures", "Figures", "extra", False, True),
    FieldKind("other", "More", "extra", True, True),
)

KINDS: dict[str, FieldKind] = {kind.name: kind for kind in _TABLE}
_ORDER = {name: place for place, name in enumerate(KINDS)}

# Fields whose presence makes a summary: all but the abstract of the group `summary`.
SUMMARY: tuple[str, ...] = tuple(kind.name for kind in _TABLE if kind.group == "summary")

# What lists show of a paper: the first of these that it has.
LEAD: tuple[str, ...] = ("tldr", "summary", "abstract", *SUMMARY)

_SLUG = lazy_pattern(r"[a-z0-9]+(?:[ _-]+[a-z0-9]+)*")


def kind_of(name: str) -> FieldKind:
    """Look up a field; any name that the table lacks is an extra of a model's making."""
    return KINDS.get(name) or FieldKind(name, "", "extra", True, True)


def display_order(name: str) -> int:
    """Return the place of a field on a page; unknown fields share the last place.

    Sorting by it is stable, so that unknown fields keep the order of their digest.
    """
    return _ORDER.get(name, len(_ORDER))


def unknown_name(label: str) -> str:
    """Make the field name of a label that the table lacks: `x-` and a slug or a hash.

    Labels that differ in case, spaces, `_` and `-` alone share a name.

    Args:
        label: the label as printed, without markup.
    """
    words = " ".join(label.lower().split())
    if len(words) <= 40 and _SLUG.fullmatch(words):
        return "x-" + re.sub(r"[ _-]+", "-", words)
    return "x-" + short_hash(words)

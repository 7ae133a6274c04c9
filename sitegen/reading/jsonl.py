"""JSON Lines: one paper a line, as pipelines write them, to raw entries.

The fields of the known pipelines: `id, title, authors, summary, categories, comment,
pdf, abs, code_url, AI{tldr, motivation, method, result, conclusion}`; other names are
looked up as labels are.  Knows nothing of Markdown.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sitegen import fields
from sitegen.model import Diagnostic, Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import AUTHORS, CATEGORIES, CATEGORY, LINK, TITLE
from sitegen.reading.authors import split_authors
from sitegen.reading.diagnostics import diagnostic
from sitegen.reading.labels import LabelTable, clean
from sitegen.reading.links import Target, target_of
from sitegen.reading.raw import Raw, are_classes, split_categories
from sitegen.taxonomy import find_codes, known_code

_DECODER = msgspec.json.Decoder()
_SUMMARIES = ("AI", "ai", "llm", "summary_ai", "enhanced")
_ALTERNATIVES = (
    "abs",
    "url",
    "link",
    "arxiv",
    "arxiv_url",
    "id",
    "arxiv_id",
    "paper_id",
    "pdf",
    "pdf_url",
)
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_IDLE = frozenset({"pdf", "abs", "url", "link", "id"})


def read_jsonl(text: str, path: str, table: LabelTable) -> tuple[list[Raw], list[Diagnostic]]:
    """Read a file of JSON Lines.

    Returns:
        One raw entry for each line that is a paper, and a diagnostic for any other.
    """
    raws: list[Raw] = []
    problems: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line:
            continue
        try:
            record = _DECODER.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            problems.append(diagnostic("D301", path, number, f"not JSON: {error}"))
            continue
        raw = _entry(record, number, table) if isinstance(record, dict) else None
        if raw:
            raws.append(raw)
        else:
            problems.append(diagnostic("D302", path, number, "a record without title or link"))
    return raws, problems


def _entry(record: dict[str, Any], line: int, table: LabelTable) -> Raw | None:
    title, category = "", ""
    authors: tuple[str, ...] = ()
    categories: list[str] = []
    found: list[Field] = []
    summarised = False
    target = _target(record)
    others = [
        _text(value)
        for key, value in record.items()
        if key != "summary" and table.name_of(key) == "abstract"
    ]
    has_abstract = any(_is_another(text, _text(record.get("summary"))) for text in others)
    for key, value in record.items():
        if key in _SUMMARIES and isinstance(value, dict):
            summarised = True
            for label, text in value.items():
                found.append(_field(table.name_of(label), label, _text(text), line))
            continue
        name = table.name_of(key)
        # arXiv's own name for the abstract; a pipeline that names that otherwise means its text
        if key == "summary" and not has_abstract:
            name = "abstract"
        if name == TITLE:
            title = title or _line(_text(value))
        elif name == AUTHORS:
            authors = authors or _authors(value)
        elif name == CATEGORY:
            category = category or _line(_text(value))
        elif name == CATEGORIES:
            listed, rest = _categories(value)
            categories += listed
            if rest:
                found.append(_field("subjects", key, rest, line))
        elif name == LINK or key in _IDLE:
            continue
        elif text := _text(value):
            found.append(_field(name, key, text, line))
            summarised = summarised or (name != "" and fields.kind_of(name).group == "summary")
    if not (title and (target.link or found)) and not target.arxiv:
        return None
    category = known_code(category) or category or (categories[0] if categories else "")
    listed = tuple(dict.fromkeys((category, *categories))) if category else ()
    found.sort(key=lambda field: fields.display_order(field.name))
    return Raw(title, target, line, 0, authors, category, listed, "", found, raw=not summarised)


def _is_another(text: str, summary: str) -> bool:
    """Tell a text that is neither the same nor its translation."""
    same_script = bool(_HAN.search(text)) == bool(_HAN.search(summary))
    return text not in ("", summary) and same_script


def _target(record: dict[str, Any]) -> Target:
    """Choose a record's link: the first that leads to arXiv, or else the first of all."""
    targets = [target_of(value) for key in _ALTERNATIVES if (value := _text(record.get(key)))]
    to_arxiv = [target for target in targets if target.arxiv]
    linked = [target for target in targets if target.link.lower().startswith("http")]
    return (to_arxiv or linked or [Target("")])[0]


def _field(name: str, key: str, text: str, line: int) -> Field:
    if name in fields.STANDARD:
        return Field(name, "", text, line)
    label = clean(key).replace("_", " ")
    if not name or name.startswith("@"):
        name = "links" if name == LINK else fields.unknown_name(label)
    return Field(name, label, text, line)


def _text(value: Any) -> str:
    """Return a value as text: lists joined, objects as their pairs."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(text for item in value[:1000] if (text := _flat(item)))
    return "\n".join(f"{key}: {text}" for key, item in value.items() if (text := _flat(item)))


def _flat(value: Any) -> str:
    if isinstance(value, str | int | float):
        return _text(value)
    return msgspec.json.encode(value).decode() if value is not None else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        names = (item.get("name") if isinstance(item, dict) else item for item in value)
        return tuple(name for item in names if isinstance(item, str) and (name := _line(item)))
    return split_authors(_text(value))


def _categories(value: Any) -> tuple[tuple[str, ...], str]:
    if not isinstance(value, list):
        return split_categories(_text(value))
    listed: list[str] = []
    others: list[str] = []
    for item in value:
        name = _line(item) if isinstance(item, str) else ""
        if find_codes(name):
            codes, rest = split_categories(name)
            listed += codes
            others += [rest] if rest else []
        elif are_classes(name):
            others.append(name)
        elif name:  # it may hold a comma: "Computational Engineering, Finance, and Science"
            listed.append(known_code(name) or name)
    return tuple(listed) or tuple(find_codes(_text(value))), ", ".join(others)

"""What a publisher can add to the reader: labels, header shapes, placeholders.

`Rules` is plain data, so that a cache's key can hold it.  Knows no configuration file:
`rules_from_config` takes its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen import fields
from sitegen.model import Record
from sitegen.reading.aliases import ALIASES
from sitegen.reading.labels import normalise
from sitegen.reading.templates import parse_template


class Rules(Record, frozen=True):
    """Additions to the built-in tables.

    Attributes:
        labels: pairs of a normalised label and the field that it means.
        headers: templates of header lines, see `templates.parse_template`.
        placeholders: texts that stand for a missing value, lower case.
    """

    labels: tuple[tuple[str, str], ...] = ()
    headers: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()


DEFAULT_RULES = Rules()


def rules_from_config(
    labels: Mapping[str, Sequence[str]],
    headers: Sequence[str] = (),
    placeholders: Sequence[str] = (),
) -> Rules:
    """Make rules of the values of `[reading]`.

    Args:
        labels: field -> labels as digests print them.  A field is a name of
            `fields.KINDS`; `title`, `authors`, `category`, `categories` or `link`; or
            any other word, which makes an extra field of that name.
        headers: templates such as `"## {number}. {title} <{link}>"`.
        placeholders: further texts of failed summaries.

    Raises:
        ValueError: a template or a label cannot work; the message says why.
    """
    pairs: dict[str, str] = {}
    for name, printed in labels.items():
        field = field_name(name)
        for label in printed:
            alias = normalise(label)
            if not alias:
                raise ValueError(f"the label {label!r} has no letters")
            if pairs.setdefault(alias, field) != field:
                raise ValueError(f"the label {label!r} stands for two fields")
    for template in headers:
        parse_template(template)
    return Rules(
        labels=tuple(sorted(pairs.items())),
        headers=tuple(headers),
        placeholders=tuple(sorted({" ".join(text.lower().split()) for text in placeholders})),
    )


def field_name(name: str) -> str:
    """Return the field that a name in the configuration means."""
    if name in fields.KINDS:
        return name
    return f"@{name}" if f"@{name}" in ALIASES else fields.unknown_name(name)

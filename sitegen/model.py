"""The content model: what a digest holds, from its text to its typeset form.

Plain data only: no files, no HTML beyond the finished strings of `Text`, no
configuration.  The classes are `msgspec.Struct`s instead of dataclasses since the
cache stores them (a hundred thousand of them load in a tenth of a second) and
since decoding checks their types, so that a corrupt cache cannot get in.

Three forms of an entry follow each other:

* `Entry`         as the reader found it: raw text, nothing escaped;
* `TypesetEntry`  its text converted to safe HTML and to plain text, once;
* `EntryHead`     the little that the library must know of every entry to plan a site.
"""

from __future__ import annotations

import html as _html
from typing import Literal

import msgspec

from sitegen import fields as kinds

Severity = Literal["info", "warning", "error"]
DateSource = Literal["name", "front matter", "heading", "estimated", "none"]


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of the stored classes: immutable, compact, equal by value."""


# ---------------------------------------------------------------- reading


class Diagnostic(Record, frozen=True, array_like=True, gc=False):
    """Something in the content that its author should know of.

    `code` is stable and explained in docs/diagnostics.md; `line` is 1-based, 0 for
    the file as a whole.
    """

    path: str
    line: int
    code: str
    severity: Severity
    message: str
    hint: str = ""


class SourceFile(Record, frozen=True, array_like=True, gc=False):
    """One file of content as it lies on disk.

    `path` is what people are shown (relative to where the build runs, `/` between
    parts); `name` is the path below the content folder, from which slug and date come.
    """

    path: str
    name: str
    data: bytes


class Field(Record, frozen=True, array_like=True, gc=False):
    """A labelled text of an entry, raw.

    `name` is one of `fields.STANDARD` (`tldr`, `motivation`, …) or, for a label that
    is not known, a name made from the label; `label` is the label as the digest
    prints it (empty for standard fields, and where there is none); `line` is where the text begins.
    """

    name: str
    label: str
    text: str
    line: int = 0


class Entry(Record, frozen=True, array_like=True, gc=False):
    """One paper as one digest shows it, raw text throughout."""

    key: str  # the paper's key: the part of its URL before `.html` (identity.py)
    title: str
    link: str
    path: str  # the file that it stands in, as `SourceFile.path`
    line: int  # of its header, 1-based
    arxiv: str = ""  # the arXiv id without version ("2511.10440", "math/0211159"), or ""
    version: int = 0  # 0 where the link has none
    number: int = 0  # the digest's own number, 0 where it has none
    authors: tuple[str, ...] = ()
    category: str = ""  # main category, "" where unknown
    categories: tuple[str, ...] = ()  # every listed category, the main one first
    section: str = ""  # the digest's section: a category, or a topic in words
    fields: tuple[Field, ...] = ()
    missing: tuple[str, ...] = ()  # standard fields that are empty or a placeholder
    raw: bool = False  # from a raw crawl, which never has summaries


class Digest(Record, frozen=True, array_like=True, gc=False):
    """One digest: all files of one day and place, read and joined."""

    slug: str
    paths: tuple[str, ...]
    date: str = ""  # "2025-11-14", "2025-11" (estimated), or ""
    date_source: DateSource = "none"
    title: str = ""  # the digest's own title, where it has one
    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    skipped: str = ""  # why this is no digest; then it has no page
    note: str = ""  # text outside of any entry, such as "no new papers today"


# ---------------------------------------------------------------- typesetting


class Text(Record, frozen=True, array_like=True, gc=False):
    """A text with its safe HTML and its plain form, made together by `sitegen.text`.

    `html` and `plain` are empty where they follow from `raw` by escaping alone, as
    for nine texts in ten: that halves the cache.  Use the properties.
    """

    raw: str
    lang: str = "en"  # BCP 47: "en", "zh", "ja", "ko"
    block: bool = False  # True: `html` holds block elements (paragraphs, lists)
    html: str = ""
    plain: str = ""

    @property
    def markup(self) -> str:
        """Safe HTML: phrasing content, or block elements where `block` is set."""
        raw = self.raw
        if not self.html and ("&" in raw or "<" in raw or ">" in raw):
            return _html.escape(raw, quote=False)
        return self.html or raw

    @property
    def words(self) -> str:
        """The text without markup, for search, feeds' titles, citations, metadata."""
        return self.plain or self.raw


class TypesetField(Record, frozen=True, array_like=True, gc=False):
    """A `Field` with its text converted."""

    name: str
    label: str
    text: Text


class CodeLink(Record, frozen=True, array_like=True, gc=False):
    """A link to code or to a project's page found in a paper's text."""

    kind: Literal["code", "project"]
    url: str


class TypesetEntry(Record, frozen=True, array_like=True, gc=False):
    """An `Entry` with every text converted: all that pages, feeds and search show."""

    key: str
    title: Text
    link: str  # http or https only, else ""
    arxiv: str
    version: int
    number: int
    authors: tuple[Text, ...]
    category: str
    categories: tuple[str, ...]
    section: str
    fields: tuple[TypesetField, ...]
    missing: tuple[str, ...]
    raw: bool
    code_links: tuple[CodeLink, ...] = ()

    def texts(self) -> dict[str, Text]:
        """The texts of all fields by name."""
        return {field.name: field.text for field in self.fields}

    def field(self, name: str) -> Text | None:
        """The text of a field, or None where the entry has none."""
        for field in self.fields:
            if field.name == name:
                return field.text
        return None

    def lead(self) -> TypesetField | None:
        """The TL;DR, or what stands in for it on lists; None where the entry has no text."""
        found = {field.name: field for field in reversed(self.fields)}
        return next((found[name] for name in kinds.LEAD if name in found), None)


class EntryHead(Record, frozen=True, array_like=True, gc=False):
    """What the library knows of an entry without loading its text.

    A build has those of all entries in memory, so it holds nothing that no stage asks for.
    """

    key: str
    title: str  # plain
    authors: str  # plain names, one a line: as a tuple they take three times the memory
    arxiv: str
    link: str  # "" where the arXiv id tells it
    category: str
    categories: tuple[str, ...]
    section: str
    quality: int  # 0 nothing, 1 abstract only, 2 some summary; see `library.speaks_for`
    missing: tuple[str, ...]
    lang: str  # language of the summary, or of the abstract where there is none
    raw: bool
    math: bool
    stamp: str  # hash of the typeset entry: equal stamps show equal pages
    tldr: str = ""  # plain TL;DR cut to 300 characters, for descriptions and lists
    terms: str = ""  # of its title: `terms.joined_terms`

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its authors."""
        return tuple(self.authors.split("\n")) if self.authors else ()


class DigestHead(Record, frozen=True, array_like=True, gc=False):
    """What the library knows of a digest without loading its entries' text."""

    slug: str
    paths: tuple[str, ...]
    date: str
    date_source: DateSource
    title: str
    entries: tuple[EntryHead, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: str
    note: str
    math_characters: str  # every character that its MathML uses, sorted
    key: str = ""  # of its record in the cache, as `prepare.record_key` makes it
    names: tuple[str, ...] = ()  # of its files below the content folder: what pages may hold

    @property
    def stamp(self) -> str:
        """What changes with the digest's text, wherever its files lie."""
        return self.key.partition("-")[0]

"""The options of `sitegen.toml`: one class a table, one attribute an option.

`docs/configuration.md` explains each, and a test holds the two together.  How the file is
read and checked stands in `config`.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the tables of the configuration."""


class SiteTable(Table, frozen=True, kw_only=True):
    """`[site]`: what the site is called and where it lives."""

    title: str = "arXiv digest"
    description: str = ""
    base_url: str = ""
    language: str = "en"
    theme: str = "default"
    shortcuts: bool = True


class ContentTable(Table, frozen=True, kw_only=True):
    """`[content]`: where the digests are."""

    paths: list[str] = msgspec.field(default_factory=lambda: ["content"])


class OutputTable(Table, frozen=True, kw_only=True):
    """`[output]`: where the site goes."""

    path: str = "output"
    compress: list[Literal["gz", "br"]] = []


class ReadingTable(Table, frozen=True, kw_only=True):
    """`[reading]`: further labels and header shapes of digests."""

    labels: dict[str, list[str]] = {}
    headers: list[str] = []
    placeholders: list[str] = []


class PapersTable(Table, frozen=True, kw_only=True):
    """`[papers]`: which papers get pages of their own."""

    since: str = ""
    months: int = 0
    related: bool = True


class SwitchTable(Table, frozen=True, kw_only=True):
    """A table with nothing but a switch: `[math]`, `[data]`, `[offline]`."""

    enabled: bool = True


class SearchTable(Table, frozen=True, kw_only=True):
    """`[search]`: the search page and its index."""

    enabled: bool = True
    export: Literal["", "lunr"] = ""


class FeedsTable(Table, frozen=True, kw_only=True):
    """`[feeds]`: what feeds hold."""

    enabled: bool = True
    items: int = 500
    max_bytes: int = 512_000
    full_text: bool = False


class TopicTable(Table, frozen=True, kw_only=True):
    """`[[topics]]`: a list of papers chosen by words, authors and categories."""

    name: str
    slug: str = ""
    description: str = ""
    include: list[str] = []
    exclude: list[str] = []
    authors: list[str] = []
    categories: list[str] = []


class InterestsTable(Table, frozen=True, kw_only=True):
    """`[interests]`: what is highlighted for readers who have set nothing yet."""

    words: list[str] = []
    authors: list[str] = []
    hide: list[str] = []


class Tables(Table, frozen=True, kw_only=True):
    """The whole file."""

    site: SiteTable = SiteTable()
    content: ContentTable = ContentTable()
    output: OutputTable = OutputTable()
    reading: ReadingTable = ReadingTable()
    papers: PapersTable = PapersTable()
    math: SwitchTable = SwitchTable()
    search: SearchTable = SearchTable()
    feeds: FeedsTable = FeedsTable()
    data: SwitchTable = SwitchTable()
    offline: SwitchTable = SwitchTable()
    topics: list[TopicTable] = []
    interests: InterestsTable = InterestsTable()
    aliases: dict[str, str] = {}
    exclude: list[str] = []

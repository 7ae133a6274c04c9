"""Preparing a digest: everything that depends on its own files alone.

Read it, convert each text once, store the result as one record of the cache.  `prepare` is a
top-level function of plain values, so that any executor can run it, in this process or on
another machine.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from sitegen import fields, text
from sitegen.cache import Cache
from sitegen.config import Config, line_in
from sitegen.content import Source
from sitegen.errors import ConfigError
from sitegen.identity import program_hash
from sitegen.model import (
    CodeLink,
    Diagnostic,
    Digest,
    DigestHead,
    Entry,
    EntryHead,
    SourceFile,
    Text,
    TypesetEntry,
    TypesetField,
)
from sitegen.reading import Rules, read_digest, rules_from_config
from sitegen.terms import joined_terms
from sitegen.versions import version

# How much of another text stands in for a missing TL;DR on lists, in characters.
_STAND_IN = 420
_HEAD_TLDR = 300

# Fields that are shown within a line, and those that lists show.
_INLINE = frozenset({"translated_title", "keywords", "tags", "topics", "score"})
_ON_CARDS = frozenset({"tldr", "translated_title", "keywords", "tags", "score"})
# The authors' own words, where links to code and project pages are found.
_WITH_LINKS = frozenset({"abstract", "comment", "code", "links"})

_encoder = msgspec.msgpack.Encoder()


class Options(msgspec.Struct, frozen=True):
    """What of the configuration has a part in preparing."""

    rules: Rules
    math: bool = True


class Task(msgspec.Struct, frozen=True):
    """One digest to prepare: `key` is that of its record."""

    key: str
    source: Source
    cache: Path
    options: Options


def reading_rules(config: Config) -> Rules:
    """Return the reader's rules with what the configuration adds to them.

    Raises:
        ConfigError: for a label or a header that cannot work.
    """
    table = config.tables.reading
    tried: dict[str, list[str]] = {}
    key: tuple[str, ...] = ("reading",)
    try:
        for name, printed in table.labels.items():
            key = ("reading", "labels", name)
            tried[name] = printed
            rules_from_config(tried)
        key = ("reading", "headers")
        return rules_from_config(table.labels, table.headers, table.placeholders)
    except ValueError as error:
        raise ConfigError(
            f"wrong value for '{'.'.join(key)}': {error}",
            path=config.file or "",
            line=line_in(config.file, key),
            hint="docs/digest-format.md explains labels, headers and placeholders",
        ) from error


def options_key(options: Options) -> str:
    """Hash all that has a part in every record beside the digest's own files."""
    parts = (program_hash(), text.FINGERPRINT, version("lunr"), options)
    return hashlib.blake2b(_encoder.encode(parts), digest_size=16).hexdigest()


def record_key(source: Source, files: list[SourceFile], options_hash: str) -> str:
    """Return the key of a digest's record: a hash of all that goes into it.

    A second hash stands behind a hyphen, of the files' paths as people are told them.
    These depend on where the build runs, so no page may depend on them.
    """
    state = hashlib.blake2b(f"{options_hash}\n{source.slug}\n".encode(), digest_size=16)
    for file in files:
        state.update(f"{file.name}\n{len(file.data)}\n".encode("utf-8", "replace"))
        state.update(file.data)
    paths = "\n".join(file.path for file in files).encode("utf-8", "replace")
    return f"{state.hexdigest()}-{hashlib.blake2b(paths, digest_size=8).hexdigest()}"


def prepare(task: Task) -> str:
    """Prepare one digest and store its record.

    Returns:
        The key of the record.
    """
    files = task.source.read()
    digest = read_digest(task.source.slug, files, task.options.rules)
    body = [typeset(entry, math=task.options.math) for entry in digest.entries]
    cards = [card_of(entry) for entry in body]
    head = _head(task.key, digest, body, tuple(file.name for file in files))
    Cache(task.cache).write_record(task.key, head, cards, body)
    return task.key


def typeset(entry: Entry, *, math: bool = True) -> TypesetEntry:
    """Convert every text of an entry, once."""
    texts = []
    links: dict[str, CodeLink] = {}
    for field in entry.fields:
        made = _convert(field.name, field.text, math)
        texts.append(TypesetField(field.name, text.clean(field.label), made))
        if field.name in _WITH_LINKS:
            for link in text.find_code_links(field.text):
                links.setdefault(link.url, link)
    return TypesetEntry(
        key=entry.key,
        title=text.typeset_inline(entry.title, math=math),
        link=text.safe_link(entry.link),
        arxiv=entry.arxiv,
        version=entry.version,
        number=entry.number,
        authors=tuple(text.typeset_name(name) for name in entry.authors),
        category=text.clean(entry.category),
        categories=tuple(dict.fromkeys(filter(None, map(text.clean, entry.categories)))),
        section=text.clean(entry.section),
        fields=tuple(texts),
        missing=entry.missing,
        raw=entry.raw,
        code_links=tuple(links.values()),
    )


def _convert(name: str, raw: str, math: bool) -> Text:
    if name in _INLINE:
        return text.typeset_inline(raw, math=math)
    if fields.kind_of(name).markdown:
        return text.typeset_summary(raw, math=math)
    return text.typeset_prose(raw, math=math)


def card_of(entry: TypesetEntry) -> TypesetEntry:
    """Keep of an entry what lists show; the beginning of another text stands in for a TL;DR."""
    kept = [field for field in entry.fields if field.name in _ON_CARDS]
    lead = entry.lead()
    if lead is not None and lead.name != "tldr":
        words = " ".join(lead.text.words.split())
        if len(words) > _STAND_IN:
            words = words[:_STAND_IN]
            # Chinese has hardly any spaces to end at.
            words = words[: words.rfind(" ", _STAND_IN - 40)].rstrip(" ,;:") + " …"
        kept.append(TypesetField(lead.name, "", Text(words, lead.text.lang)))
    return msgspec.structs.replace(entry, fields=tuple(kept), code_links=())


def _head(key: str, digest: Digest, body: list[TypesetEntry], names: tuple[str, ...]) -> DigestHead:
    heads = []
    characters: set[str] = set()
    for typeset_entry in body:
        used = _math_characters(typeset_entry)
        characters |= used
        heads.append(_entry_head(typeset_entry, math=bool(used)))
    return DigestHead(
        slug=digest.slug,
        paths=digest.paths,
        date=digest.date,
        date_source=digest.date_source,
        title=text.clean(digest.title),
        entries=tuple(heads),
        diagnostics=tuple(map(_cleaned, digest.diagnostics)),
        skipped=text.clean(digest.skipped),
        note=text.clean(digest.note),
        math_characters="".join(sorted(characters)),
        key=key,
        names=names,
    )


def _cleaned(diagnostic: Diagnostic) -> Diagnostic:
    """Take out of a message what would move a terminal's cursor: it may quote the content."""
    return msgspec.structs.replace(diagnostic, message=text.clean(diagnostic.message))


def _math_characters(entry: TypesetEntry) -> set[str]:
    found: set[str] = set()
    for value in (entry.title, *(field.text for field in entry.fields)):
        if "<math" in value.html:
            found |= text.math_characters(value.html)
    return found


def _entry_head(made: TypesetEntry, *, math: bool) -> EntryHead:
    abstract = made.field("abstract")
    summary = next(filter(None, map(made.field, fields.SUMMARY)), None)
    quality = 2 if summary else 1 if abstract and abstract.words.strip() else 0
    lead = made.lead()
    spoken = lead.text if lead else made.title
    # The number and the place of an entry in its file do not show on a paper's page.
    stamp = _encoder.encode(msgspec.structs.replace(made, number=0, section=""))
    return EntryHead(
        key=made.key,
        title=made.title.words,
        authors="\n".join(author.words.replace("\n", " ") for author in made.authors),
        arxiv=made.arxiv,
        link="" if made.arxiv else made.link,
        category=made.category,
        categories=made.categories,
        section=made.section,
        quality=quality,
        missing=made.missing,
        lang=spoken.lang,
        raw=made.raw,
        math=math,
        stamp=hashlib.blake2b(stamp, digest_size=8).hexdigest(),
        tldr=" ".join(spoken.words.split())[:_HEAD_TLDR],
        terms=joined_terms(made.title.words),
    )

"""Pieces that many pages show: a paper on a list, a labelled text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from sitegen import fields
from sitegen.model import Text, TypesetEntry, TypesetField
from sitegen.site.contexts import EMPTY, Card, FieldView
from sitegen.site.facts import Facts, Neighbour
from sitegen.site.routes import url_for
from sitegen.text import language_of


def markup(text: Text | None) -> Markup:
    """Return the safe HTML of a text, "" for none."""
    return Markup(text.markup) if text is not None else EMPTY  # noqa: S704 - made by sitegen.text


def arxiv_urls(entry: TypesetEntry) -> tuple[str, str]:
    """Return the addresses of abstract and PDF; the entry's own link where it has no id."""
    if not entry.arxiv:
        return entry.link, ""
    return f"https://arxiv.org/abs/{entry.arxiv}", f"https://arxiv.org/pdf/{entry.arxiv}"


def card_of(
    facts: Facts, root: str, entry: TypesetEntry, *, date: str = "", number: int = 0
) -> Card:
    """Make the card of a paper for a page at `root`."""
    texts = entry.texts()
    lead = entry.lead()
    tldr, source = (lead.text, lead.name) if lead is not None else (None, "")
    translated = texts.get("translated_title")
    abstract_url, pdf_url = arxiv_urls(entry)
    return Card(
        key=entry.key,
        url=root + url_for(entry.key),
        title=markup(entry.title),
        title_lang=entry.title.lang,
        authors=tuple(author.words for author in entry.authors),
        category=facts.category(entry.category, root),
        date=date,
        tldr=markup(tldr),
        tldr_lang=tldr.lang if tldr else "",
        tldr_block=tldr.block if tldr else False,
        tldr_from=source if source in ("", "abstract") else "tldr",
        arxiv_url=abstract_url,
        pdf_url=pdf_url,
        number=number,
        translated=markup(translated),
        translated_lang=translated.lang if translated else "",
        score=score_of(texts),
        keywords=keywords_of(texts),
    )


def neighbour_card(facts: Facts, root: str, paper: Neighbour) -> Card:
    """Make the card of a paper that another one's page names: title, authors and date only.

    Both pages lie in one folder, so that the address is the file's name.
    """
    return Card(
        key=paper.key,
        url=url_for(paper.key).rpartition("/")[2],
        title=Markup.escape(paper.title),
        title_lang=language_of(paper.title),
        authors=paper.authors,
        category=facts.category(paper.category, root),
        date=paper.date,
        tldr=EMPTY,
        tldr_lang="",
        tldr_block=False,
        tldr_from="",
        arxiv_url="",
        pdf_url="",
    )


def field_view(field: TypesetField) -> FieldView:
    """Make a labelled text."""
    return FieldView(
        name=field.name,
        label=field.label,
        html=markup(field.text),
        lang=field.text.lang,
        block=field.text.block,
        machine=fields.kind_of(field.name).machine,
    )


def score_of(texts: Mapping[str, Text]) -> str:
    """Return how relevant the digest thinks the paper is, as it prints it."""
    score = texts.get("score")
    return " ".join(score.words.split()).strip("`* ")[:40] if score else ""


def keywords_of(texts: Mapping[str, Text]) -> tuple[str, ...]:
    """Return the keywords and tags of a paper, each once."""
    found: dict[str, str] = {}
    for name in ("keywords", "tags"):
        text = texts.get(name)
        if text is not None:
            for word in re.split(r"[,;，；、|\n]+", text.words):
                kept = word.strip(" `*#[]·•-")
                if kept:
                    found.setdefault(kept.lower(), kept)
    return tuple(found.values())[:24]

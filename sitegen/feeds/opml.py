"""OPML 2.0 (https://opml.org/spec2.opml): all feeds of a site, for one import."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import msgspec

from sitegen.feeds.items import legal


class Outline(msgspec.Struct, frozen=True):
    """One feed: its title, its address, and the page that it belongs to ("" for none)."""

    title: str
    url: str
    home: str = ""


def opml(title: str, groups: Iterable[tuple[str, Iterable[Outline]]]) -> bytes:
    """Write a list of feeds.

    Args:
        title: of the list.
        groups: (heading, its feeds); feeds under an empty heading stand at the top.
            Addresses should be absolute; on a site without a base URL they can only be
            relative to the list.

    Returns:
        The document as UTF-8.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_text(title)}</title></head>",
        "<body>",
    ]
    for heading, outlines in groups:
        rows = [_outline(outline) for outline in outlines]
        if heading and rows:
            name = _text(heading)
            rows = [f'<outline text="{name}" title="{name}">', *rows, "</outline>"]
        lines += rows
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode()


def _outline(outline: Outline) -> str:
    name = _text(outline.title)
    home = f' htmlUrl="{_text(outline.home)}"' if outline.home else ""
    return f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{_text(outline.url)}"{home}/>'


def _text(text: str) -> str:
    return escape(" ".join(legal(text).split()))

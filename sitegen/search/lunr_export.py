"""The standard lunr index, for tools of others: one file, as lunr.py serialises it.

Over the same terms as the sharded index.  Knows documents and their records only.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from lunr.builder import Builder
from lunr.stemmer import stemmer

from sitegen.errors import SitegenError
from sitegen.search.order import utf16
from sitegen.search.plan import SearchDocument
from sitegen.search.record import FIELDS, TokenRecord, field_terms
from sitegen.search.shelf import Load, Shelf

EXPORT = "lunr.json"
MOST = 5000  # papers; lunr.js needs seconds and half a gigabyte to load so many


def export_lunr(documents: Sequence[SearchDocument], load: Load) -> bytes:
    """Serialise a lunr index of papers, by their keys.

    The terms of a query must be in lower case and without accents, CJK text cut into
    bigrams; lunr.js stems words itself.

    Args:
        documents: the papers, in the order that they are to be indexed.
        load: gets a digest's token records from the cache.

    Raises:
        SitegenError: there are more papers than lunr can bear.
    """
    if len(documents) > MOST:
        raise SitegenError(
            f'search.export = "lunr" is for up to {MOST} papers, and there are {len(documents)}',
            hint="leave it out: the site's own search has no such limit",
        )
    builder = Builder()
    builder.ref("key")
    for name, boost in FIELDS.items():
        builder.field(name, boost=boost)
    builder.search_pipeline.add(stemmer)
    shelf = Shelf(load)
    for document in documents:
        builder.add({"key": document.key, **_joined(shelf.record(document))})
    index = builder.build().serialize()
    # lunr.js refuses terms that are not in the order in which it compares them.
    index["invertedIndex"].sort(key=lambda entry: utf16(entry[0]))
    return msgspec.json.encode(index)


def _joined(record: TokenRecord) -> dict[str, str]:
    return {name: " ".join(terms) for name, terms in zip(FIELDS, field_terms(record), strict=True)}

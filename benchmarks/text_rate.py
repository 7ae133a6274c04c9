"""How fast text is converted, and how many formulas become MathML.

    python benchmarks/text_rate.py PATH...

Reads the digests below each path (not timed), converts every text of every entry as a
build does (timed, CPU seconds of this process, from a cold memory of formulas), and then
looks at each distinct formula: does it become MathML without an error and without a
command left, or does it show its source?
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sitegen.content import discover
from sitegen.model import Entry
from sitegen.prepare import typeset
from sitegen.reading import read_digest
from sitegen.text.characters import clean
from sitegen.text.delimiters import mask_formulas
from sitegen.text.links import without_formulas
from sitegen.text.mathml import typeset_formula


def entries_below(paths: list[Path]) -> list[Entry]:
    """Read the entries of all digests below the paths."""
    sources = discover(paths)
    return [
        entry for source in sources for entry in read_digest(source.slug, source.read()).entries
    ]


def texts_of(entry: Entry) -> Iterator[str]:
    """Yield the texts of an entry that may hold formulas."""
    yield entry.title
    yield from (field.text for field in entry.fields)


def main() -> int:
    """Measure; return 1 if more than one distinct formula in a thousand shows its source."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    entries = entries_below(parser.parse_args().paths)

    started = time.process_time()
    made = [typeset(entry) for entry in entries]
    seconds = time.process_time() - started

    texts = [text for entry in entries for text in texts_of(entry)]
    characters = sum(map(len, texts))
    total = 0
    distinct: set[tuple[str, bool]] = set()
    for text in texts:
        formulas = mask_formulas(without_formulas(clean(text)))[1]
        total += len(formulas)
        distinct |= {(formula.tex, formula.display) for formula in formulas}
    failed = sorted(tex for tex, display in distinct if not typeset_formula(tex, display).valid)
    plain = sum(not field.text.html for entry in made for field in entry.fields)
    fields = sum(len(entry.fields) for entry in made)

    print(f"entries            {len(entries):>12,}")
    print(f"texts              {len(texts):>12,}  ({characters:,} characters)")
    print(f"needing no markup  {plain / max(1, fields):>12.1%}  of the fields")
    print(f"formulas           {total:>12,}  ({len(distinct):,} distinct)")
    print(f"as MathML          {1 - len(failed) / max(1, len(distinct)):>12.3%}  of the distinct")
    print(f"conversion         {seconds:>12.2f}  CPU seconds")
    for tex in failed[:20]:
        print(f"  source shown: {tex[:100]!r}")
    return len(failed) > len(distinct) / 1000


if __name__ == "__main__":
    sys.exit(main())

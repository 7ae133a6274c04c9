"""Citations of a paper: BibTeX, RIS, Highwire meta tags and JSON-LD.

Pure functions from a typeset entry.  Order and spelling of authors are never changed;
only RIS, whose format demands it, splits names, by `split_name`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import msgspec
from markupsafe import Markup

from sitegen.identity import arxiv_month
from sitegen.model import TypesetEntry
from sitegen.patterns import lazy_pattern
from sitegen.text.typography import tie

# Words that end a corporate author's name, which must not be split or reordered.
_GROUP_WORDS_TEXT = """
collaboration team consortium group initiative project alliance lab community
"""
_GROUP_WORDS = _GROUP_WORDS_TEXT.split()
_GROUP = lazy_pattern(
    r"\b(collaborations?|team|consortium|group|initiative|project|alliance|labs?|community)\b",
    re.IGNORECASE,
)
# What TeX or BibTeX acts on within a name, and what begins a bracket.
_MARK = lazy_pattern(r"[\\{}$&%#_,^~(（]")
# An affiliation that is printed behind a name: "Bo Stone (MIT)".
_BRACKETS = lazy_pattern(r"(?<![)） ])(?: ?[(（][^()（）]*[)）])+$")
_AND = lazy_pattern(r"\band\b|&", re.IGNORECASE)
_PARTICLES_TEXT = """
al am auf bin da dal de dei del della dem den der des di do dos du el ibn la le lo
ten ter van vande vanden vander vom von zu zum zur
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
# What behind a comma is no given name, so that the comma parts no family name.
_TITLES = _SUFFIXES | {"v", "phd", "ph.d.", "md", "m.d."}
_FAMILY_FIRST = lazy_pattern(r"([^,(（]+), ?([^ ,(（][^,]*)")
_CJK = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Words that make a poor third part of a BibTeX key.
_STOP = frozenset(
    ["a", "an", "as", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "via", "with"]
)
# What holds signs in a sense of its own: formulas, but not two prices, and addresses.
_MATH = lazy_pattern(
    r"(\$\$[^$]*\$\$|\$[^$]*\$(?!\d)|\\\((?:(?!\\[()]).)*\\\)|\\\[(?:(?!\\[][]).)*\\\]"
    r"|\\(?:ensuremath|url)\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"
)
_SPECIAL = lazy_pattern(r"(?<!\\)([&%#_$])")
# Neither sign may stand bare: LaTeX refuses `^` outside of formulas and takes `~` for a
# space.  Pages and arXiv print `R^3` as it was typed, and not as a power, so it is cited
# as that, too.  Not `\^{}`, an accent over nothing, which stands higher in some fonts.
_CARET, _TILDE = r"\textasciicircum{}", r"\textasciitilde{}"
_BARE = lazy_pattern(r"(?<!\\)[\^~]")  # \^{o} and \~n are letters with accents
_WORD = lazy_pattern(r"[\w'-]+")
# arXiv's categories; digests may have others, which are no class of the archive.
_CODE = lazy_pattern(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_NO_KEY = lazy_pattern(r"[^a-z0-9]")
_CAPITAL = lazy_pattern(r"(?<![\w{\\])(\w(?:[\w-]*\w)?[A-Z][\w-]*)(?![\w}])")


def doi(arxiv: str) -> str:
    """Return the DOI that arXiv registers for every paper (info.arxiv.org/help/doi.html)."""
    return f"10.48550/arXiv.{arxiv}" if arxiv else ""


def published(entry: TypesetEntry, date: str = "") -> str:
    """Return when a paper came out: "2025-11-14", "2025-11" or "".

    The digest's date, unless the arXiv id tells that the paper is older than a digest's
    news can be: then the id's month.
    """
    if not entry.arxiv:
        return date
    month = arxiv_month(entry.arxiv)
    return date if date[:7] in (month, _month_after(month)) else month


def year(entry: TypesetEntry, date: str = "") -> str:
    """Return the year by which a paper is cited: "2025", or "" where nothing tells it.

    An arXiv id holds the month in which it was given out, that of the first submission.
    The digest's date, which may lie in the new year, counts where there is no id.
    """
    return (arxiv_month(entry.arxiv) if entry.arxiv else date)[:4]


@cache
def _month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def bibtex(entry: TypesetEntry, date: str = "") -> str:
    """Make a BibTeX record, `@misc` with `eprint` as arXiv recommends.

    The title keeps its TeX where its braces balance; words with inner capitals are
    protected by braces.  Fields that are not known are left out.

    Args:
        entry: the paper.
        date: of its digest, "2025-11-14" or "".
    """
    rows = {
        "title": _bibtex_title(entry),
        "author": _bibtex_authors([name.words for name in entry.authors]),
        "year": year(entry, date),
        "eprint": entry.arxiv,
        "archivePrefix": "arXiv" if entry.arxiv else "",
        "primaryClass": entry.category if entry.arxiv and _CODE.fullmatch(entry.category) else "",
        "doi": doi(entry.arxiv),
        "url": _landing(entry),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in rows.items() if value]
    return f"@misc{{{_bibtex_key(entry, year(entry, date))},\n" + ",\n".join(lines) + "\n}\n"


def ris(entry: TypesetEntry, date: str = "") -> str:
    """Make a RIS record of an unpublished work, with `\\r\\n` between its lines.

    Tags as in Reference Manager's specification (2011): TI, AU (family name first),
    PY, DA, DO, UR, AB, KW, PB.  A day of another year than PY's is left out.
    """
    abstract, when, day = entry.field("abstract"), year(entry, date), published(entry, date)
    rows = [("TY", "UNPB"), ("TI", entry.title.words)]
    names = [name.words for name in entry.authors]
    split = _split_plain if _are_plain(names) else split_name
    for family, given in map(split, names):
        rows.append(("AU", f"{family}, {given}" if given else family))
    rows += [
        ("PY", when),
        ("DA", day.replace("-", "/") if len(day) == 10 and day.startswith(when) else ""),
        ("PB", "arXiv" if entry.arxiv else ""),
        ("M1", f"arXiv:{entry.arxiv}" if entry.arxiv else ""),
        ("DO", doi(entry.arxiv)),
        ("UR", _landing(entry)),
        ("KW", entry.category),
        ("AB", abstract.words if abstract else ""),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def highwire_meta(entry: TypesetEntry, date: str = "") -> tuple[tuple[str, str], ...]:
    """Make the `citation_*` tags that Google Scholar and Zotero read, in their order."""
    rows = [("citation_title", entry.title.words)]
    rows += [("citation_author", name.words) for name in entry.authors]
    rows.append(("citation_publication_date", published(entry, date).replace("-", "/")))
    if entry.arxiv:
        rows += [
            ("citation_arxiv_id", entry.arxiv),
            ("citation_doi", doi(entry.arxiv)),
            ("citation_pdf_url", f"https://arxiv.org/pdf/{entry.arxiv}"),
        ]
    return tuple((name, value) for name, value in rows if value)


def json_ld(entry: TypesetEntry, date: str = "") -> Markup:
    """Make a schema.org `ScholarlyArticle`, safe inside a script element.

    It says what identifies the work and no more: it stands on every paper's page, whose
    own address is its canonical link.

    Args:
        entry: the paper.
        date: of its digest, or "".
    """
    names = [name.words for name in entry.authors]
    plain = _are_plain(names)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": entry.title.words,
        "author": [
            {"@type": "Person" if plain or not is_group(name) else "Organization", "name": name}
            for name in names
        ],
    }
    if day := published(entry, date):
        data["datePublished"] = day
    if entry.arxiv:
        data["identifier"] = f"arXiv:{entry.arxiv}"
    if _landing(entry):
        data["url"] = _landing(entry)
    text = msgspec.json.encode(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing in it can end the element


def _one_line(text: str) -> str:
    """Fold white space; most texts have none to fold, which is quicker to see than to do."""
    return text if _is_one_line(text) else " ".join(text.split())


def _is_one_line(text: str) -> bool:
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "


def _are_plain(names: list[str]) -> bool:
    """Tell in one look at all names that none is a group's and none holds what TeX acts on.

    "False" says nothing: names that only look like it are told apart one by one.
    """
    text = "\n".join(names)
    low = text.lower()
    return (
        not _MARK.search(text)
        and not any(word in low for word in _GROUP_WORDS)
        and not ("and" in low and _AND.search(low))
    )


def _without_brackets(name: str) -> str:
    """Return a name without the brackets at its end, unless it is nothing else."""
    words = " ".join(name.split())
    return (_BRACKETS.sub("", words) or words) if words.endswith((")", "）")) else words


def is_group(name: str) -> bool:
    """Tell whether a name is that of a collaboration, not of a person of one."""
    return bool(_GROUP.search(_without_brackets(name)))


def split_name(name: str) -> tuple[str, str]:
    """Split a printed name into (family name, given names).

    The family name is the last word, with the particles (van, de, …) before it and
    without a generational suffix, which goes to the end of the given names.  A
    collaboration, several names in one, a single word and a name in Han, Kana or Hangul
    without a space are all family name; with a space the first part of such a name is.
    A name that has a comma is taken to be split there already, unless a title or a
    suffix follows it.  Brackets at the end hold an affiliation, which is no name.
    """
    whole = _without_brackets(name)
    if _GROUP.search(whole) or " " not in whole or _AND.search(whole):
        return whole, ""
    if "," in whole:
        family, given = map(str.strip, whole.split(",", 1))
        if not _is_title(family, given):
            return family, given
        family, first = _split_plain(family)
        return family, f"{first} {given}"
    return _split_plain(whole)


def _is_title(before: str, after: str) -> bool:
    """Tell "Jane Doe, Ph.D." from "Rahim, Md": what each has around its comma."""
    return " " in before and after.lower() in _TITLES


def _split_plain(name: str) -> tuple[str, str]:
    """Split a name that is no group's and has neither "and", a comma nor brackets."""
    words = name.split()
    if len(words) < 2:
        return " ".join(words), ""
    if not words[0].isascii() and _CJK.search(words[0]):
        return words[0], " ".join(words[1:])
    if len(words) == 2:
        return words[1], words[0]
    suffix = [words.pop()] if len(words) > 2 and words[-1].lower() in _SUFFIXES else []
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start] + suffix)


def _bibtex_authors(names: list[str]) -> str:
    if _are_plain(names):
        joined = " and ".join(names)
        return joined if _is_one_line(joined) else " and ".join(map(_one_line, names))
    return " and ".join(map(_bibtex_name, names))


def _bibtex_name(name: str) -> str:
    words = " ".join(_escape(name).split())
    # BibTeX reads " and " and "," as marks; a group's name must stay in one piece.
    if is_group(name) or _AND.search(words) or ("," in words and not _is_family_first(words)):
        return f"{{{words}}}"
    return words


def _is_family_first(words: str) -> bool:
    """Tell whether a comma parts a name as it does for BibTeX: "Doe, Jane"."""
    found = _FAMILY_FIRST.fullmatch(words)
    return found is not None and not _is_title(found[1], found[2])


def _bibtex_title(entry: TypesetEntry) -> str:
    raw = " ".join(entry.title.raw.split())
    title = raw if _is_balanced(raw) and raw.count("$") % 2 == 0 else entry.title.words
    parts = _MATH.split(title) if title is raw and ("$" in raw or "\\" in raw) else [title]
    # Every other part is a formula, which stays as it is.
    if "^" in raw or "~" in raw:
        parts[::2] = [_without_bare(parts, at) for at in range(0, len(parts), 2)]
    parts[::2] = [_protected(_SPECIAL.sub(r"\\\1", part)) for part in parts[::2]]
    if title is not raw:
        parts = [" ".join(_escape(title).split())]
    return "".join(parts)


def _without_bare(parts: list[str], at: int) -> str:
    """Write the signs `^` and `~` of a part that is no formula as what the page shows.

    Authors write `~` as TeX does, too, for a space that does not break; that stays.
    """

    def written(found: re.Match[str]) -> str:
        if found[0] == "^":
            return _CARET
        # A formula on either side is to `tie` as a bracket is.
        before = text[found.start() - 1 : found.start()] or (")" if at else "")
        after = text[found.end() : found.end() + 1] or ("(" if at + 1 < len(parts) else "")
        return _TILDE if tie("~", before, after) == "~" else "~"

    text = parts[at]
    return _BARE.sub(written, text)


def _protected(text: str) -> str:
    """Put braces around words with inner capitals; few words need to be looked at closely."""
    if text[1:].islower():
        return text
    return " ".join(
        word if word[1:].islower() or len(word) < 2 else _CAPITAL.sub(r"{\1}", word)
        for word in text.split(" ")
    )


def _escape(text: str) -> str:
    """Escape what TeX would act on; braces cannot be told from TeX's own and go."""
    text = text.replace("\\", "").replace("{", "").replace("}", "").replace("$", r"\$")
    return _SPECIAL.sub(r"\\\1", text).replace("^", _CARET).replace("~", _TILDE)


def _is_balanced(text: str) -> bool:
    if "{" not in text and "}" not in text:
        return not text.endswith("\\")
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not text.endswith("\\")


def _bibtex_key(entry: TypesetEntry, when: str) -> str:
    family = split_name(entry.authors[0].words)[0] if entry.authors else "anonymous"
    words = (_ascii(found[0]) for found in _WORD.finditer(entry.title.words))
    first = next((word for word in words if word and word not in _STOP), "")
    return f"{_ascii(family)}{when}{first or _ascii(entry.key)}"


def _ascii(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    folded = word.lower()
    return folded if folded.isalnum() else _NO_KEY.sub("", folded)


def _landing(entry: TypesetEntry) -> str:
    return f"https://arxiv.org/abs/{entry.arxiv}" if entry.arxiv else entry.link

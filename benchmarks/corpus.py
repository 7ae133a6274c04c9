"""Synthetic corpora of any size: daily digests of invented papers, the same for one seed.

    python benchmarks/corpus.py FOLDER --papers 10000

Lengths follow those of real digests (measured on 182 of them: abstracts of 1,320
characters on average, a TL;DR of 95, four more fields of 87 each, 5.6 authors, formulas in
9 % of the abstracts, 37,568 entries for 25,219 papers).  Words are invented from
syllables, beside the function words of English; a word's frequency follows Zipf's law, and
every paper has a subject with words of its own, so that search and related papers have to
work as they do on real text.  A day depends on the seed and its number alone: a larger
corpus begins with the smaller one.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

FIRST_DAY = dt.date(2020, 1, 6)
PER_DAY = 260  # new papers
REPEATED = 0.33  # of a digest's entries were shown by the one before
WITH_FORMULA = 0.09  # of the abstracts
SUBJECTS = 400

_CATEGORY_TEXT = (
    "cs.LG cs.CV cs.CL cs.AI cs.RO stat.ML eess.IV cs.CR cs.HC quant-ph cs.SE eess.SP math.OC "
    "cs.IR astro-ph.GA cs.SD q-bio.BM physics.chem-ph cs.DC hep-th math.NA cs.GR econ.EM cs.CE"
)
_FUNCTION_TEXT = (
    "the and of a to in we that for on with this is as by from are an our which while these it "
    "or at can be have not also both into such across than their between without each over "
    "but only its more under through however when where there they then"
)
_ONSET_TEXT = "b br c cr d dr f fl g gl h j k l m n p pl qu r s sk sp st t tr v w z"
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_CODAS = ["", "", "", "l", "m", "n", "r", "s", "t", "x", "nd", "st"]
_ENDINGS = ["", "", "ing", "ed", "s", "ion", "al", "ity", "ic", "er"]
_FORMULAS = (
    r"$O({n} \log {n})$",
    r"$\{g} = {d}.{d}$",
    r"$\mathbb{{R}}^{{{n}}}$",
    r"${x}_{{{n}}} \to \infty$",
    r"$\frac{{\partial {x}}}{{\partial {y}}} = \{g}_{{{n}}}$",
    r"$\sum_{{i=1}}^{{{n}}} {x}_i^2 \leq \{g}$",
    r"${d}\times$",
    r"$\|{x} - \hat{{{x}}}\|_2^2$",
)
_GREEK_TEXT = "alpha beta gamma delta epsilon lambda mu sigma theta omega"
_CATEGORIES = _CATEGORY_TEXT.split()
_FUNCTION_WORDS = _FUNCTION_TEXT.split()
_ONSETS = _ONSET_TEXT.split()
_GREEK = _GREEK_TEXT.split()
_MARKS = "，" * 6 + "。" * 2 + "、；"


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented paper."""

    arxiv: str
    title: str
    authors: tuple[str, ...]
    category: str
    fields: tuple[tuple[str, str], ...]  # (label, text), TL;DR first, abstract last


class Corpus:
    """Digests of invented papers by the number of their day.

    Args:
        seed: another one gives another corpus.
        per_day: new papers of a day.
        chinese: share of the papers whose summaries are Chinese.
        formulas: share of the abstracts that hold formulas.
    """

    def __init__(
        self,
        seed: int = 1,
        *,
        per_day: int = PER_DAY,
        chinese: float = 0.5,
        formulas: float = WITH_FORMULA,
    ) -> None:
        self.seed = seed
        self.per_day = per_day
        self.chinese = chinese
        self.formulas = formulas

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.seed)

    def date(self, day: int) -> dt.date:
        """Return the date of a day: weekdays from the first one on."""
        weeks, weekday = divmod(day, 5)
        return FIRST_DAY + dt.timedelta(days=7 * weeks + weekday)

    def papers(self, day: int) -> list[Paper]:
        """Invent the papers that are new on a day."""
        random = Random(f"{self.seed} {day}")
        date = self.date(day)
        # Numbers begin anew each month; a month has at most 23 weekdays.
        before = sum(self.date(day - back).month == date.month for back in range(1, 24))
        first = 1 + before * self.per_day
        return [
            self._paper(random, f"{date:%y%m}.{first + number:05d}")
            for number in range(self.per_day)
        ]

    def digest(self, day: int) -> str:
        """Write the digest of a day in the canonical format."""
        shown = self.papers(day)
        if day:
            random = Random(f"{self.seed} {day} repeats")
            count = round(self.per_day * REPEATED / (1 - REPEATED))
            shown += random.sample(self.papers(day - 1), min(count, self.per_day))
        sections: dict[str, list[Paper]] = {}
        for paper in shown:
            sections.setdefault(paper.category, []).append(paper)
        lines = ["<div id=toc></div>", "", "# Table of Contents", ""]
        lines += [f"- [{code}](#{code}) [Total: {len(of)}]" for code, of in sections.items()]
        number = 0
        for code, papers in sections.items():
            lines += ["", "", f"<div id='{code}'></div>", "", f"# {code} [[Back]](#toc)", ""]
            for paper in papers:
                number += 1
                lines += _entry(number, paper)
        return "\n".join(lines) + "\n"

    def write(self, folder: Path, papers: int) -> list[Path]:
        """Write the digests that hold so many papers, the last day in full."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for day in range(-(-papers // self.per_day)):
            paths.append(folder / f"{self.date(day)}.md")
            paths[-1].write_text(self.digest(day), encoding="utf-8")
        return paths

    def _paper(self, random: Random, arxiv: str) -> Paper:
        words = self._words
        subject = words.subjects[min(int(random.paretovariate(0.6)), SUBJECTS) - 1]
        authors = tuple(
            f"{random.choice(words.names)} {random.choice(words.names)}"
            for _ in range(min(60, max(1, round(random.lognormvariate(1.5, 0.65)))))
        )
        abstract = words.english(random, subject, max(200, random.gauss(1320, 330)))
        if random.random() < self.formulas:
            abstract = _with_formulas(random, abstract)
        speak = words.chinese if random.random() < self.chinese else words.english
        fields = [("TL;DR", speak(random, subject, random.lognormvariate(4.5, 0.35)))]
        fields += [
            (label, speak(random, subject, random.lognormvariate(4.4, 0.35)))
            for label in ("Motivation", "Method", "Result", "Conclusion")
        ]
        return Paper(
            arxiv=arxiv,
            title=words.title(random, subject),
            authors=authors,
            category=_CATEGORIES[min(int(random.paretovariate(0.7)), len(_CATEGORIES)) - 1],
            fields=(*fields, ("Abstract", abstract)),
        )


class _Words:
    """The words of a corpus and how often each of them comes."""

    def __init__(self, seed: int) -> None:
        random = Random(f"{seed} words")
        invented = list(dict.fromkeys(_invent(random) for _ in range(40_000)))
        self._english = _FUNCTION_WORDS + invented[:25_000]
        # Zipf's law, the head flattened so that "the" is 3 % of all words as in real text.
        self._weights = list(accumulate(1 / (rank + 14) for rank in range(len(self._english))))
        characters = [chr(0x4E00 + n) for n in random.sample(range(0x51A6), 2500)]
        self._chinese = ["".join(random.choices(characters, k=2)) for _ in range(9000)]
        self._chinese[:60] = characters[:60]  # particles
        self._chinese_weights = list(accumulate(1 / (rank + 30) for rank in range(9000)))
        self.names = [word.title() for word in invented[25_000:31_000]]
        self.subjects = [
            (random.sample(invented[:20_000], 30), random.sample(self._chinese[60:], 30))
            for _ in range(SUBJECTS)
        ]

    def english(self, random: Random, subject: tuple[list[str], list[str]], length: float) -> str:
        """Write sentences of about so many characters."""
        count = max(4, int(length / 6.6))
        words = random.choices(self._english, cum_weights=self._weights, k=count)
        own = random.choices(subject[0], k=count // 6 + 1)
        for place in range(0, count, 6):
            words[place] = own[place // 6]
        sentences = []
        at = 0
        while at < count:
            end = min(count, at + random.randint(12, 28))
            sentences.append(" ".join(words[at:end]).capitalize() + ".")
            at = end
        return " ".join(sentences)

    def chinese(self, random: Random, subject: tuple[list[str], list[str]], length: float) -> str:
        """Write Chinese clauses of about so many characters."""
        count = max(5, int(length / 2.1))
        words = random.choices(self._chinese, cum_weights=self._chinese_weights, k=count)
        words[::5] = random.choices(subject[1], k=len(words[::5]))
        for place in range(7, count - 1, 8):
            words[place] += random.choice(_MARKS)
        return "".join(words) + "。"

    def title(self, random: Random, subject: tuple[list[str], list[str]]) -> str:
        """Write a title of about ten words."""
        words = random.choices(self._english, cum_weights=self._weights, k=random.randint(6, 12))
        words[::4] = random.choices(subject[0], k=len(words[::4]))
        text = " ".join(word if word in _FUNCTION_WORDS else word.title() for word in words)
        return text[0].upper() + text[1:]


def _invent(random: Random) -> str:
    syllables = (
        random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS)
        for _ in range(random.choice((1, 2, 2, 2, 3)))
    )
    return "".join(syllables) + random.choice(_ENDINGS)


def _with_formulas(random: Random, text: str) -> str:
    words = text.split(" ")
    for _ in range(random.choice((1, 1, 2, 2, 3, 5))):
        formula = random.choice(_FORMULAS).format(
            n=random.choice("nmkdNK"),
            x=random.choice("xyzuvwABX"),
            y=random.choice("st"),
            d=random.randint(2, 9),
            g=random.choice(_GREEK),
        )
        words.insert(random.randrange(1, len(words)), formula)
    return " ".join(words)


def _entry(number: int, paper: Paper) -> Iterator[str]:
    (label, tldr), *folded = paper.fields
    yield f"### [{number}] [{paper.title}](https://arxiv.org/abs/{paper.arxiv})"
    yield f"*{', '.join(paper.authors)}*"
    yield from ("", f"Main category: {paper.category}", "", f"{label}: {tldr}", "", "")
    yield from ("<details>", "  <summary>Details</summary>")
    for label, text in folded:
        yield from (f"{label}: {text}", "")
    yield from ("</details>", "", "")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-day", type=int, default=PER_DAY)
    parser.add_argument("--chinese", type=float, default=0.5, help="share of Chinese summaries")
    parser.add_argument("--formulas", type=float, default=WITH_FORMULA)
    options = parser.parse_args()
    corpus = Corpus(
        options.seed, per_day=options.per_day, chinese=options.chinese, formulas=options.formulas
    )
    paths = corpus.write(options.folder, options.papers)
    print(f"{len(paths):,} digests, {sum(path.stat().st_size for path in paths):,} bytes")


if __name__ == "__main__":
    main()

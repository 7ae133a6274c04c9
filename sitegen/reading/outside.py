"""What a digest says outside of its papers: title, notes, totals; and whether it is one.

Knows the scan of a file, not its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitegen.model import Diagnostic, SourceFile
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import CONTENTS
from sitegen.reading.dates import date_of_name, dates_in
from sitegen.reading.diagnostics import diagnostic
from sitegen.reading.labels import clean, normalise
from sitegen.reading.links import arxiv_ids_in
from sitegen.reading.raw import Raw
from sitegen.reading.scanner import Scan
from sitegen.taxonomy import known_code


class Outside(NamedTuple):
    """What a file says beside its papers; `skipped` tells why it is no digest."""

    title: str = ""
    note: str = ""
    skipped: str = ""
    headings: tuple[str, ...] = ()
    stated: str = ""  # the date of the front matter


_NO_PAPERS = lazy_pattern(
    r"no (?:new |matching |relevant )?(?:papers?|articles?|submissions?|results?|updates?)\b"
    r"|nothing new|0 (?:new )?papers"
    r"|(?:没有|未|无|暂无)(?:找到|发现|检索到|获取到|收集到|匹配)?(?:任何|到)?(?:新的?|相关|更新的?|符合\S{0,6})?的?(?:论文|文章|更新)"
    r"|(?:新しい|新着|該当)?(?:の)?論文(?:は|が)(?:あり|見つかり)ません"
    r"|(?:새로운|새|해당)?\s?논문(?:이|은|을)?\s?(?:없|찾을 수 없)",
    re.IGNORECASE,
)
_README = lazy_pattern(
    r"\b(?:fork this|install|usage|getting started|pip install|npm |git clone|license|star history"
    r"|repository secrets|how to use|workflow|badge\.svg|to-do list|contributing|readme)\b"
    r"|使用方法|使用说明|安装|快速开始|如何使用|使い方|インストール|사용법|설치",
    re.IGNORECASE,
)
_SHORT = 400  # characters of a note that may stand in a digest's place
_TOTAL = lazy_pattern(
    r"(?:total papers?(?: today)?|今日总计|总计|论文总数|论文数量|论文数"
    r"|합계|총 논문 수|論文数|合計)"
    r"[\s:：*]{1,6}(\d{1,6})\b|(?:^|\s)共\s?\**\s?(\d{1,6})\s?\**\s?篇",
    re.IGNORECASE,
)


def judge_outside(
    scanned: Scan, raws: Sequence[Raw], file: SourceFile
) -> tuple[Outside, list[Diagnostic]]:
    """Read what stands outside of papers, and tell whether the file is a digest."""
    headings = tuple(text for _, text in scanned.headings)
    lines = [text for _, text in scanned.outside]
    # a day is also given on a line of its own: "**Report Date:** 2025-06-08"
    dated = headings + tuple(line for line in lines[:20] if len(line) < 120)
    title = "" if re.fullmatch(r"[\d\W]*", scanned.title) else scanned.title
    note = "\n".join(lines)
    stated = scanned.front_matter.get("date", "")
    dated_name = len(date_of_name(file.name)) == 10
    if raws and (dated_name or any(map(_says_something, raws)) or not _README.search(note)):
        return Outside(title, note, "", dated, stated), []
    words = [text for text in headings if not _is_name(text) and clean(text) != title]
    text = "\n".join([*words, *lines]).strip()
    outside = Outside(title, text, "", dated, stated)
    first = min((line for line, _ in (*scanned.outside, *scanned.headings)), default=0)
    whole = f"{title}\n{text}"
    if not raws and len(text) <= _SHORT and _NO_PAPERS.search(whole):
        said = text or title
        return outside, [diagnostic("D104", file.path, first, f"no papers: {said[:80]}")]
    if raws:
        return _skipped(outside, file, first, "reads like a README: links, and no text on papers")
    if not text:
        if dated_name or any(dates_in(heading) for heading in dated):
            return outside, [diagnostic("D103", file.path, 0, "no papers and no text")]
        return _skipped(outside, file, 0, "an empty file")
    if _README.search(whole):
        return _skipped(outside, file, first, "reads like a README: no papers")
    if dated_name and len(text) <= _SHORT:
        message = f"text, but no header of a paper: {text[:60]}"
        return outside, [diagnostic("D102", file.path, first, message)]
    return _skipped(outside, file, first, "text, but no header of a paper", "D102")


def _says_something(raw: Raw) -> bool:
    """Tell whether a paper has more than a link: a list of references has not."""
    return bool(raw.authors) or any(field.name != "other" for field in raw.fields)


def _skipped(
    outside: Outside, file: SourceFile, line: int, why: str, code: str = "D101"
) -> tuple[Outside, list[Diagnostic]]:
    return outside._replace(skipped=why), [diagnostic(code, file.path, line, why)]


def _is_name(text: str) -> bool:
    """Tell a heading that only announces: "Table of Contents", "cs.LG"."""
    text = re.sub(r"\(#[^()]*\)|[\[\]]", " ", text)
    return normalise(text) in CONTENTS or bool(known_code(clean(text).removesuffix("Back").strip()))


def papers_outside(scanned: Scan, raws: Sequence[Raw], path: str) -> list[Diagnostic]:
    """Tell links to papers in text that belongs to no paper, where no paper read has them."""
    known = {raw.target.arxiv for raw in raws}
    problems = []
    for line, text in scanned.outside:
        for arxiv in sorted(arxiv_ids_in(text) - known):
            known.add(arxiv)
            message = f"{arxiv} is named here, and is no paper of this digest: {text.strip()[:60]}"
            problems.append(diagnostic("D211", path, line, message))
    return problems


def totals_disagree(scanned: Scan, path: str) -> list[Diagnostic]:
    """Hold the totals that a digest promises against the papers found."""
    problems = []
    counts: dict[str, int] = {}
    for section in scanned.sections:
        for name in section.names:
            counts[name] = counts.get(name, 0) + section.papers
    for item in scanned.contents:
        if item.total < 0:
            continue
        found = max((counts[name] for name in item.names if name in counts), default=0)
        if found != item.total:
            message = f"the contents list {item.total} papers in {item.title}, {found} are there"
            problems.append(diagnostic("D201", path, item.line, message))
    for line, text in (*scanned.headings, *scanned.outside):
        match = _TOTAL.search(text[:200])
        if match and int(match[1] or match[2]) != len(scanned.drafts):
            promised, found = match[1] or match[2], len(scanned.drafts)
            message = f"the digest speaks of {promised} papers, {found} are there"
            problems.append(diagnostic("D201", path, line, message))
    return problems

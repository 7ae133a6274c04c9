"""A fuzzer of the text door: random mixtures of TeX, Markdown, markup and odd characters.

    python tests/hostile/fuzz_text.py --count 100000

Every input follows from the seed and its number, so a finding can be made again.  Inputs
run in a child process, so that a crash of native code is a finding and not the end.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from hostile_texts import texts
from safety import problems_with

# An input takes milliseconds; one that takes this many CPU seconds counts as a hang.
LONGEST = 2.0
CHUNK = 500

TOKENS = [
    *("$", "$$", "\\(", "\\)", "\\[", "\\]", "\\$", "{", "}", "[", "]", "(", ")", "<", ">", "&"),
    *("\\", "\\\\", "^", "_", "'", '"', "`", "``", "''", "~", "--", "---", "*", "**", "#", "%"),
    *(" ", " ", " ", "\n", "\n\n", "\n- ", "\n1. ", "\n# ", "\n> ", "\n|", "|", "-|-", "```"),
    *("\\left", "\\right", "\\middle", "\\big", "\\frac", "\\sqrt", "\\binom", "\\over", "\\not"),
    *("\\begin{matrix}", "\\end{matrix}", "\\begin{align}", "\\end{align}", "\\begin{cases}"),
    *("\\end{cases}", "\\begin{equation}", "\\end{equation}", "\\begin", "\\end", "\\hline"),
    *("\\text{", "\\mathrm{", "\\mathbb{", "\\mathbf", "\\mathcal", "\\operatorname", "\\mbox{"),
    *("\\hat", "\\widehat{", "\\overline{", "\\underbrace{", "\\stackrel", "\\overset", "\\tag{"),
    *("\\alpha", "\\sum", "\\int", "\\limits", "\\lim", "\\to", "\\infty", "\\cdot", "\\quad"),
    *("\\color{red}", "\\boxed{", "\\cancel{", "\\phantom{", "\\hspace{1em}", "\\rule{1em}{1em}"),
    *("\\newcommand{\\x}", "\\def\\x", "\\x", "\\href{", "\\url{", "\\unicode{x41}", "\\label{"),
    *(
        "\\textbf{",
        "\\emph{",
        "\\em ",
        "\\texttt{",
        "\\textsc{",
        "\\cite{",
        "\\footnote{",
        "\\item",
    ),
    *('\\"', "\\'", "\\`", "\\^", "\\~", "\\c", "\\k{appa}", "\\o", "\\ss", "\\deg", "\\xspace"),
    *("https://", "http://a.example/b", "github.com/", "javascript:", "data:", "](", "![", "//"),
    *("a", "x", "Z", "0", "5", "12.5", "word ", "is the ", "million", "USD", "中文", "が", "한"),
    *(
        "é",
        "α",
        "𝛼",
        "ℝ",
        "\u0301",
        "\u200b",
        "\u202e",
        "\u2028",
        "\x00",
        "\x1b",
        "\ufdd0",
        "\ufdd1",
    ),
    *(
        "\ud800",
        "\udfff",
        "\ufffe",
        "\ufeff",
        "\u00a0",
        "😀",
        "。",
        "，",
        "<b>",
        "</",
        "&lt;",
        "&#x",
    ),
]
_SEEDS = [text for _, text in texts()]


def make_input(seed: int, number: int) -> str:
    """Return one input: a mixture of tokens, one that repeats, or a hostile text, changed."""
    chance = random.Random(f"{seed} {number}")
    way = chance.random()
    if way < 0.15:  # shows what takes more time than in proportion to its length
        text = "".join(chance.choices(TOKENS, k=chance.randint(1, 4))) * chance.randint(2, 120)
        return f"${text}$" if chance.random() < 0.5 else text
    if way < 0.6:
        return "".join(chance.choices(TOKENS, k=chance.randint(1, 60)))
    text = chance.choice(_SEEDS)
    for _ in range(chance.randint(1, 8)):
        start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        piece = chance.choice([text[start:end], chance.choice(TOKENS), chance.choice(_SEEDS)[:80]])
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:start] + piece + text[start:]
        elif kind == 1:
            text = text[:start] + text[end:]
        elif kind == 2:
            text = text[:start] + text[start:end][::-1] + text[end:]
        else:
            text = text[:start] + piece * chance.randint(1, 5) + text[end:]
        text = text[:4000]
    return f"${text}$" if chance.random() < 0.2 else text


def findings_in(seed: int, first: int, last: int) -> list[str]:
    """Run the inputs from number `first` up to `last`; say what went wrong with which."""
    findings = []
    for number in range(first, last):
        text = make_input(seed, number)
        started = time.process_time()
        try:
            problems = problems_with(text)
        except Exception as error:
            problems = [f"{type(error).__name__}: {error}"]
        if time.process_time() - started > LONGEST:
            problems.append(f"took {time.process_time() - started:.1f} s")
        findings += [f"input {number}: {problem}\n  {text!r}" for problem in problems]
    return findings


def main() -> int:
    """Fuzz as the command line says; return 1 if there is a finding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    found = 0
    for first in range(options.first, options.first + options.count, CHUNK):
        last = min(first + CHUNK, options.first + options.count)
        with ProcessPoolExecutor(max_workers=1) as pool:
            try:
                findings = pool.submit(findings_in, options.seed, first, last).result()
            except BrokenProcessPool:
                findings = [f"inputs {first} to {last}: the process died"]
        for finding in findings:
            print(finding)
        found += len(findings)
    print(f"{options.count} inputs, {found} findings")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

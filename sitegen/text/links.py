"""Addresses: which are safe, where a bare one ends, and which lead to code.

Knows addresses and TeX's escapes within them, but nothing of the text around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from sitegen.model import CodeLink
from sitegen.patterns import lazy_pattern
from sitegen.text.allowed import names

# An address as most are: nothing in it needs care.
_PLAIN = lazy_pattern(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:/[\w./~%?=&#+,;:@!$()*-]*)?",
    re.ASCII,
)
_HOST = lazy_pattern(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
# Characters of RFC 3986 that stand as they are; "%" since the address may be quoted already.
_KEPT = "/?#%[]@!$&()*+,;=:~"
_LONGEST = 2000

# A bare address in running text: ASCII alone, since Chinese text follows without a space,
# and the escapes that TeX needs.  No scheme is needed before `www.` and before the best known
# hosts of code.
# Each branch begins with a letter, and neither with a look-behind nor with a group: `re` then
# skips quickly to it, also where these are branches of a longer pattern.
_NOT_WITHIN = r"(?<![\w./@-].)"
_REST = (
    r"(?:[A-Za-z0-9._~:/?#\[\]@!&'()*+,;=%-]|\\[~^]\{\}|\\[_%#&~$^{}-]"
    r"|\\(?:textasciitilde|textunderscore|_)(?:\{\}|(?![A-Za-z])))"
)
_HEADS = (
    "https?://",
    rf"g{_NOT_WITHIN}it(?:hub|lab)\.com/(?=\w)",
    rf"h{_NOT_WITHIN}uggingface\.co/(?=\w)",
    rf"w{_NOT_WITHIN}ww\.(?=[A-Za-z0-9-]+\.[A-Za-z]{{2}})",
)
BARE_ADDRESS = "|".join(f"{head}{_REST}+" for head in _HEADS)
#: Or one of `name.github.io`, with and without a path.  A host that may begin with any letter is
#: slow to look for, so this is only for texts that name such a host (`has_site_host`).
BARE_ADDRESS_OR_SITE = (
    rf"{BARE_ADDRESS}|(?<![A-Za-z0-9_./@-])[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.git(?:hub|lab)\.io"
    rf"(?![\w-]|\.\w){_REST}*"
)
_ADDRESS = lazy_pattern(BARE_ADDRESS)
_ADDRESS_OR_SITE = lazy_pattern(BARE_ADDRESS_OR_SITE)
_SITE = lazy_pattern(r"\.git(?:hub|lab)\.io")
_OF_HOST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
_WITHIN = ("/", ".", "@", "_")
_TRAILING = ".,;:!?'\"*_~="
_BRACKETS = {")": "(", "]": "["}
# `https://github$.$com/x`, `www.x.org/$\sim$name`: formulas inside of an address.
_FORMULA_IN_ADDRESS = lazy_pattern(
    r"((?:https?://|(?:github|gitlab|huggingface|www)(?=\$))[^\s${}]{0,300})"
    r"\$\s?(\\sim|\\_|\\tilde\{\}|[._/~:-])\s?\$"
)
_HOST_BEFORE_FORMULA = lazy_pattern(r"(?:hub|lab|face|www)\$")
_ESCAPE = lazy_pattern(r"\\(?:(textasciitilde|sim)|(textunderscore)|([_%#&~$^{}-]))(?:\{\})?")

#: Hosts of code (and of its data and models); `.` before a name means all hosts below it.
CODE_HOSTS = names(
    "github.com gist.github.com gitlab.com .gitlab.com huggingface.co hf.co bitbucket.org"
    " codeberg.org sourceforge.net gitee.com modelscope.cn .modelscope.cn"
    " anonymous.4open.science kaggle.com colab.research.google.com codeocean.com sr.ht"
    " git.sr.ht"
)
#: Hosts of pages that present a project.
PROJECT_HOSTS = names(
    ".github.io .gitlab.io sites.google.com .netlify.app .vercel.app .pages.dev .readthedocs.io"
)
_GIT_HOST = lazy_pattern(r"(?:git|gitlab|code)\.")
_PROJECT_WORDS = lazy_pattern(
    r"(?:project(?:\s+web)?\s*(?:page|site|website)|home\s?page|项目(?:主页|页面|网站))[^.。]{0,40}$",
    re.IGNORECASE,
)


def has_address(text: str) -> bool:
    """Tell cheaply whether a text may hold a bare address."""
    return "://" in text or ".com/" in text or ".co/" in text or "www." in text or ".io" in text


def has_site_host(text: str) -> bool:
    """Tell whether a text names a host of GitHub's or GitLab's pages without a scheme."""
    if ".github.io" not in text and ".gitlab.io" not in text:
        return False
    return any(
        text[max(0, match.start() - 64) : match.start()].rstrip(_OF_HOST)[-1:] not in _WITHIN
        for match in _SITE.finditer(text)
    )


def safe_link(url: str) -> str:
    """Return an http or https address in a form that is safe in any attribute, or "".

    Scheme and host are put in lower case; what RFC 3986 does not allow is percent-encoded;
    an address with a user name is refused, since it hides where it leads.
    """
    if _PLAIN.fullmatch(url) and len(url) <= _LONGEST and "//" not in url[8:]:
        return url
    url = url.strip()
    if len(url) > _LONGEST or not url[:8].lower().startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # a bad bracket or port; UnicodeError is one too
        return ""
    host = f"[{host}]" if ":" in host else host
    if "@" in parts.netloc or "\\" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    rest = url[url.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme}://{host}{port}{quote(rest, safe=_KEPT, errors='replace')}"


def plain_address(written: str) -> str:
    """Return an address as TeX shows it: without its escapes and braces."""

    def unescape(match: re.Match[str]) -> str:
        return "~" if match[1] else "_" if match[2] else match[3]

    return re.sub(r"[{}\\\s]", "", _ESCAPE.sub(unescape, written))


def with_scheme(address: str) -> str:
    """Put `https://` before an address that begins with its host."""
    return address if address[:4].lower() == "http" and "://" in address else f"https://{address}"


def trim_address(written: str) -> str:
    """Return a bare address without the punctuation of the sentence around it."""
    end = len(written)
    while end:
        last = written[end - 1]
        if (
            (
                last in _BRACKETS
                and written.count(last, 0, end) > written.count(_BRACKETS[last], 0, end)
            )
            or last in _TRAILING
            or last in "([\\$"
        ):
            end -= 1
        else:
            break
    return written[:end]


def without_formulas(text: str) -> str:
    """Take formulas out of addresses: `https://github$.$com/x` is `https://github.com/x`."""
    if "$" not in text or not ("://" in text or _HOST_BEFORE_FORMULA.search(text)):
        return text

    def character(match: re.Match[str]) -> str:
        return match[1] + {"\\sim": "~", "\\_": "_", "\\tilde{}": "~"}.get(match[2], match[2])

    for _ in range(4):  # an address seldom holds two; four bound the work on hostile text
        text, count = _FORMULA_IN_ADDRESS.subn(character, text)
        if not count:
            break
    return text


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    pattern = _ADDRESS_OR_SITE if has_site_host(text) else _ADDRESS
    for match in pattern.finditer(text):
        address = safe_link(with_scheme(plain_address(trim_address(match[0]))))
        if address:
            yield match.start(), address


def _is_below(host: str, below: Iterable[str]) -> bool:
    return any(host.endswith(name) if name[0] == "." else host == name for name in below)


def find_code_links(raw: str) -> tuple[CodeLink, ...]:
    """Find the links to code and to project pages in a text, each once, in order.

    Args:
        raw: the text as the digest holds it, with TeX.
    """
    text = without_formulas(raw)
    if not has_address(text):
        return ()
    found: dict[str, CodeLink] = {}
    for start, address in _addresses(text):
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        has_path = len(parts.path) > 1
        if has_path and (_is_below(host, CODE_HOSTS) or _GIT_HOST.match(host)):
            # A repository's address for git leads to the same place.
            found.setdefault(address.removesuffix(".git"), CodeLink("code", address))
        elif _is_below(host, PROJECT_HOSTS) or _PROJECT_WORDS.search(
            text, max(0, start - 80), start
        ):
            found.setdefault(address, CodeLink("project", address))
    return tuple(found.values())

"""Addresses: which become links, in which form, and which lead to code."""

from __future__ import annotations

import pytest

from sitegen.model import CodeLink
from sitegen.text import find_code_links, safe_link


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://arxiv.org/abs/2511.00001v2", "https://arxiv.org/abs/2511.00001v2"),
        (" HTTP://ArXiv.org/Abs ", "http://arxiv.org/Abs"),
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("https://a.example/é?q=ü#ß", "https://a.example/%C3%A9?q=%C3%BC#%C3%9F"),
        ("https://a.example/%C3%A9", "https://a.example/%C3%A9"),
        ('https://a.example/"x"<y>', "https://a.example/%22x%22%3Cy%3E"),
        ("https://a.example/o'x", "https://a.example/o%27x"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("https://good.example@evil.example/", ""),
        ("https://good.example\\@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://a.example/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("ftp://a.example/", ""),
        ("https://", ""),
        ("https://[x/", ""),
        ("https://a.example:x/", ""),
        ("https://" + "a" * 3000, ""),
        ("", ""),
    ],
)
def test_only_http_addresses_become_links_in_one_form(url: str, safe: str) -> None:
    assert safe_link(url) == safe
    assert safe_link(safe) == safe


@pytest.mark.parametrize(
    ("raw", "links"),
    [
        ("Code: https://github.com/a/b.", [("code", "https://github.com/a/b")]),
        ("at github.com/a/b, yes", [("code", "https://github.com/a/b")]),
        ("https://github$.$com/a/b", [("code", "https://github.com/a/b")]),
        (r"\url{https://huggingface.co/a\_b/c}", [("code", "https://huggingface.co/a_b/c")]),
        (r"\href{https://gitlab.com/a/b}{here}", [("code", "https://gitlab.com/a/b")]),
        (r"so\footnote{https://github.com/a/b}.", [("code", "https://github.com/a/b")]),
        ("代码见https://github.com/a/b。", [("code", "https://github.com/a/b")]),
        ("(https://a-b.github.io/c/)", [("project", "https://a-b.github.io/c/")]),
        ("at a-b.github.io/c.", [("project", "https://a-b.github.io/c")]),
        ("x@a.github.io, a.b.github.io, a.github.iox", []),
        ("Our project page: https://a.example/b", [("project", "https://a.example/b")]),
        ("项目主页：https://a.example/b", [("project", "https://a.example/b")]),
        ("https://git.a.example/b/c", [("code", "https://git.a.example/b/c")]),
        ("see https://a.example/b", []),
        ("on https://github.com/ itself", []),
        ("https://notgithub.com/a/b", []),
        ("javascript://github.com/a", []),
        ("nothing", []),
    ],
)
def test_links_to_code_and_projects_are_found(raw: str, links: list[tuple[str, str]]) -> None:
    assert [(link.kind, link.url) for link in find_code_links(raw)] == links


def test_a_link_is_found_once_and_in_order() -> None:
    raw = "https://github.com/b/b https://a.github.io/ https://github.com/b/b."
    assert find_code_links(raw) == (
        CodeLink("code", "https://github.com/b/b"),
        CodeLink("project", "https://a.github.io/"),
    )


def test_a_project_page_is_found_by_www_alone() -> None:
    found = find_code_links("Project page: www.mole.example/x")
    assert found == (CodeLink("project", "https://www.mole.example/x"),)

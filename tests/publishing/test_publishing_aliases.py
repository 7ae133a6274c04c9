"""Addresses of renamed digests."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import RunSitegen, sample_digest

from sitegen.site.aliases import lead


def test_aliases_lead_over_every_renaming_to_a_digest() -> None:
    aliases = {"a": "b", "b": "c", "x": "y", "y": "x", "gone": "nowhere", "self": "self"}
    assert lead(aliases, {"c"}) == ({"a": "c", "b": "c"}, ["gone", "self", "x", "y"])
    # A digest of that name ends the way.
    assert lead({"a": "b", "b": "c"}, {"b", "c"})[0]["a"] == "b"


def test_an_old_address_leads_to_the_digest_and_a_lost_one_is_told(
    run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    (tmp_path / "content" / "2025").mkdir(parents=True)
    text = sample_digest([("2511.12001", "a lake")])
    (tmp_path / "content" / "2025" / "2025-11-12.md").write_text(text)
    (tmp_path / "sitegen.toml").write_text(
        '[aliases]\n"old/2025-11-12" = "2025-11-12"\n"2025-11-12" = "2025/2025-11-12"\n'
        '"2025-11-01" = "2025-11-99"\n'
    )
    done = run_sitegen("build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert "the alias '2025-11-01' leads to '2025-11-99', which is no digest" in done.stderr
    digests = tmp_path / "output" / "digests"
    assert not (digests / "2025-11-01.html").exists()
    for old in ("2025-11-12.html", "old/2025-11-12.html"):
        page = (digests / old).read_text("utf-8")
        (url,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
        assert ((digests / old).parent / url).resolve() == (digests / "2025/2025-11-12.html")

"""What is copied from a page with formulas, in Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import RunSitegen, sample_digest, served

COPY = """(selector) => {
  const range = document.createRange(), got = {};
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.addEventListener("copy", (event) => {
    got.text = event.clipboardData.getData("text/plain");
    got.html = event.clipboardData.getData("text/html");
  }, {once: true});
  document.execCommand("copy");
  return got;
}"""


def test_copied_text_holds_the_tex_of_formulas(
    tmp_path: Path, run_sitegen: RunSitegen, browser: Any
) -> None:
    text = sample_digest([("2511.00001", "$\\alpha$-lakes")]).replace(
        "with $O(n^2)$ steps", "of $x < \\frac{a}{b}$ <b> with \\[\\sum_i x_i\\] steps"
    )
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "2025-11-14.md").write_text(text, "utf-8")
    assert run_sitegen("build").returncode == 0
    with served(tmp_path / "output") as root:
        page = browser.new_page()
        page.goto(f"{root}papers/2511.00001.html")
        made = page.evaluate(COPY, "[data-field=abstract]")
        assert made["text"] == (
            "We study $\\alpha$-lakes of $x < \\frac{a}{b}$ <b> with\n"
            "$$\\sum_i x_i$$\nsteps on lakes and rivers."
        )
        assert "<math" in made["html"]
        assert page.locator(".copied").count() == 0
        # Without a formula the browser does as it always does.
        assert page.evaluate(COPY, "[data-field=authors]") == {"text": "", "html": ""}
        page.close()

"""docs/themes.md names every template, block, function, property, key and file."""

import re
from pathlib import Path

from theme_samples import site

from sitegen.site.render import Renderer
from sitegen.site.theme import bundled_root, load_theme

DOCS = (Path(__file__).parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", DOCS, flags=re.DOTALL)))
ROOT = bundled_root() / "default"


def test_templates_and_blocks() -> None:
    names = {path.name for path in (ROOT / "templates").glob("*.html")}
    assert names <= NAMED
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    assert set(re.findall(r"{% block (\w+) %}", base)) <= NAMED


def test_functions_and_filters() -> None:
    made = Renderer(load_theme("default"), site())
    known = {re.match(r"[\w.-]*", name)[0] for name in NAMED}  # type: ignore[index]
    given = made.known_names() - {"site"}
    assert given <= known, given - known
    for name in ("asset", "fixed", "number"):
        assert name in known


def test_custom_properties_and_scripts() -> None:
    style = (ROOT / "static/css/site.css").read_text(encoding="utf-8")
    root = style[style.index(":root {") : style.index("}", style.index(":root {"))]
    properties = set(re.findall(r"(--[\w-]+):", root)) - {"--tone", "--measure", "--edge"}
    ranges = {f"--step-{n}" for n in (-1, 0, 1, 2, 3)} | {f"--space-{n}" for n in range(1, 7)}
    assert properties <= NAMED | ranges
    scripts = {f"js/{path.name}" for path in (ROOT / "static/js").glob("*.js")}
    assert {name for name in scripts if "search" not in name} <= NAMED


def test_keys_of_the_digest() -> None:
    text = "".join(
        (ROOT / f"static/js/{name}.js").read_text(encoding="utf-8") for name in ("site", "digest")
    )
    keys = set(re.findall(r"S\.keys\.(\w) =", text)) | {"/", "?"}
    assert keys and keys <= NAMED

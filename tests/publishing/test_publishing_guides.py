"""The guides, word for word: what they tell a newcomer to type does what they say."""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import ROOT, SEEDS, served
from workflow_steps import Runner, wheels

from sitegen.config import CONFIG_NAME, load_tables
from sitegen.model import SourceFile
from sitegen.ownpages import read_page

__all__ = ["wheels"]  # a fixture

DOCS = ROOT / "docs"
# A guide says `sitegen serve` and Ctrl-C; here the site is fetched in between.
SERVE = """sitegen serve > ../serve.log 2>&1 &
server=$!
for try in $(seq 200); do
  address=$(grep -o 'http://127[^ ]*' ../serve.log | head -1) && break || sleep 0.1
done
"$PYTHON" -c "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).status)" "$address"
kill -INT $server
wait $server
"""


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a document, with the indentation of a list's item taken away."""
    text = (DOCS / name).read_text("utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


@pytest.fixture
def runner(tmp_path: Path, wheels: Path) -> Runner:
    for folder in ("work", "home"):
        (tmp_path / folder).mkdir()
    path = [str(Path(sys.executable).parent)]
    return Runner(tmp_path / "work", tmp_path / "home", wheels, path=path)


def follow(runner: Runner, commands: list[str]) -> str:
    """Type the commands into one shell, in their order."""
    # bash starts background jobs deaf to Ctrl-C unless it has job control.
    script = "set -m\n" + "".join(commands).replace("sitegen serve\n", SERVE)
    runner.run([{"run": script, "env": {"PYTHON": sys.executable}}])
    return runner.printed


def test_the_guide_leads_to_a_served_site(runner: Runner) -> None:
    commands = blocks("getting-started.md", "sh")
    assert "pip install digest-sitegen" in commands[0]
    assert "sitegen serve\n" in commands
    printed = follow(runner, commands)
    site = runner.folder / "my-digests"
    assert "wrote sitegen.toml" in printed
    assert "\n200\n" in printed
    for path in ("output/index.html", "output/papers/2501.00000.html", "output/rss.xml"):
        assert (site / path).is_file()
    # The guide's table names what init writes.
    table = re.findall(r"^\| `([^`]+)` \|", (DOCS / "getting-started.md").read_text("utf-8"), re.M)
    assert sorted(table) == sorted(re.findall(r"^wrote (.+)$", printed, re.MULTILINE))


def test_a_fork_becomes_a_site(runner: Runner) -> None:
    (runner.folder / "data").mkdir()
    (runner.folder / "README.md").write_text("# My fork\n")
    for seed in SEEDS.glob("*.md"):
        (runner.folder / "data" / seed.name).write_bytes(seed.read_bytes())
    setup = 'python3 -m venv "$HOME/sitegen"\n. "$HOME/sitegen/bin/activate"\n'
    printed = follow(runner, [setup, blocks("migration.md", "sh")[0]])
    assert "found digests in data/" in printed
    assert (runner.folder / "output/papers/2511.10440.html").is_file()
    assert not (runner.folder / "content").exists()


def test_the_program_of_the_data_s_guide_reads_a_site(
    seed_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = blocks("data.md", "python")
    with served(seed_site, "/my-digests/") as root:
        exec(program.replace("https://name.github.io/my-digests/", root), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("2511.14651 ")


@pytest.mark.parametrize("name", ["publishing.md", "feeds.md", "migration.md"])
def test_settings_in_the_guides_are_settings(name: str, tmp_path: Path) -> None:
    for block in blocks(name, "toml"):
        assert tomllib.loads(block)
        (tmp_path / CONFIG_NAME).write_text(block, "utf-8")
        load_tables(tmp_path / CONFIG_NAME)


def test_the_own_page_of_the_guide_is_one() -> None:
    (text,) = blocks("publishing.md", "markdown")
    page = read_page(SourceFile("about.md", "about.md", text.encode()))
    assert (page.title, page.order) == ("About us", 2)
    assert 'href="../topics/lakes.html"' in page.text.markup
    assert 'href="faq.html#s-money"' in page.text.markup


def test_the_schemas_are_where_the_guide_says(seed_site: Path) -> None:
    text = (DOCS / "data.md").read_text("utf-8")
    for path in re.findall(r"`(data/[a-z/.]+\.json)`", text):
        assert (seed_site / path).is_file()
    with served(seed_site) as root, urlopen(f"{root}data/index.json") as answer:
        assert answer.headers.get_content_type() == "application/json"

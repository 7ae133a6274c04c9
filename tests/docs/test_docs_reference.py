"""The reference documents against the code: every command, option, key and code, and no other."""

from __future__ import annotations

import argparse
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sitegen import cli, config
from sitegen.check.links import KINDS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def sections(name: str) -> dict[str, str]:
    """Return the text below every heading of the second level of a document."""
    parts = re.split(r"^## (.+)$", (DOCS / name).read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_cells(text: str) -> list[str]:
    """Return the first cell of each row of the tables of a text."""
    return re.findall(r"^\| (.+?) \|", text, flags=re.MULTILINE)


# ---------------------------------------------------------------- commands


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = cli._make_parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("no commands")


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {
        f"{option} {action.metavar or action.dest.upper()}" if action.nargs != 0 else option
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }


def test_every_command_has_its_section_and_no_other() -> None:
    told = set(sections("commands.md"))
    assert told == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_options_are_those_of_the_documentation(name: str) -> None:
    cells = " ".join(first_cells(sections("commands.md")[name]))
    told = set(re.findall(r"`(--[^`]+)`", cells))
    assert told == options_of(commands()[name])


def test_every_option_has_a_help_text() -> None:
    for parser in commands().values():
        for action in parser._actions:
            assert action.help, action.dest


def test_codes_of_check_are_documented() -> None:
    rows = re.findall(
        r"\| `(S\d+)` \| (\w+) \| ([^:|]+?)(?::|\s\||\sso)", sections("commands.md")["check"]
    )
    told = {code: severity for code, severity, _ in rows}
    assert told == {code: severity for code, (severity, _) in KINDS.items()}


# ---------------------------------------------------------------- configuration


def tables() -> dict[str, type[msgspec.Struct]]:
    """Return every table of the configuration under its heading in the document."""
    found: dict[str, type[msgspec.Struct]] = {}
    for field in msgspec.structs.fields(config.Tables):
        inner = getattr(field.type, "__args__", (field.type,))[0]
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            is_list = inner is not field.type
            found[f"`[[{field.name}]]`" if is_list else f"`[{field.name}]`"] = inner
    return found


def test_every_table_has_its_section_and_no_other() -> None:
    plain = {
        f"`[{field.name}]`" if "dict" in str(field.type) else f"`{field.name}`"
        for field in msgspec.structs.fields(config.Tables)
    }
    named = {title.strip("`[]") for title in tables()}
    plain = {title for title in plain if title.strip("`[]") not in named}
    assert set(sections("configuration.md")) == set(tables()) | plain


@pytest.mark.parametrize("heading", sorted(tables()))
def test_keys_and_defaults_are_those_of_the_documentation(heading: str) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \|", sections("configuration.md")[heading], re.MULTILINE
    )
    told = {key: read_default(cell) for key, cell in rows}
    real = {field.name: default_of(field) for field in msgspec.structs.fields(tables()[heading])}
    assert told == real


def read_default(cell: str) -> Any:
    return cell if cell == "required" else tomllib.loads(f"x = {cell.strip('`')}")["x"]


def default_of(field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return "required"


def test_the_file_that_init_writes_shows_true_defaults(tmp_path: Path) -> None:
    text = (ROOT / "sitegen/scaffold/sitegen.toml").read_text("utf-8")
    shown = re.sub(r"^# (\w+ = .+)$", r"\1", text, flags=re.MULTILINE).replace(
        "@PATHS@", '"content"'
    )
    topics = shown.index("# [[topics]]")
    shown = shown[:topics] + shown[shown.index("[papers]") :]
    path = tmp_path / "sitegen.toml"
    path.write_text(shown)
    loaded = config.load_tables(path)
    examples = {"title", "description", "base_url", "months"}
    for table in msgspec.structs.fields(config.Tables):
        value = getattr(loaded, table.name)
        if not isinstance(value, msgspec.Struct):
            continue
        for field in msgspec.structs.fields(value):
            if field.name not in examples:
                assert getattr(value, field.name) == default_of(field), (table.name, field.name)


# ---------------------------------------------------------------- all documents


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = re.sub(
        r"^```.*?^```|^ {4}[^\n]*|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL | re.M
    )
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        if anchor and file.suffix == ".md":
            assert anchor in anchors_of(file), link


def test_every_document_is_found_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for path in documents():
        name = path.relative_to(ROOT).as_posix()
        assert name == "README.md" or f"]({name})" in readme, name


def anchors_of(path: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_commands_in_documents_exist(path: Path) -> None:
    known = commands()
    for name, rest in re.findall(
        r"(?:^|[`\s])sitegen ([a-z]+)([^`\n]*)`?", path.read_text("utf-8")
    ):
        if name not in known:
            continue
        options = {option.split(" ")[0] for option in options_of(known[name])} | {"--help"}
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest.partition("#")[0]):
            assert option in options, f"sitegen {name}{rest}"


def test_nobody_is_told_to_install_a_strangers_package() -> None:
    """On the package index the plain name `sitegen` belongs to somebody else."""
    paths = [*documents(), *ROOT.glob("*.yml"), *ROOT.glob(".github/**/*.yml")]
    paths += (ROOT / "sitegen/scaffold").iterdir()
    for path in paths:
        if path.is_file():
            assert not re.search(
                r"pip install (?:-\S+ )*[\"']?sitegen\b", path.read_text("utf-8")
            ), path

"""Which theme is found, which of its files win, and what is told about mistakes."""

from pathlib import Path

import pytest

from sitegen.errors import ThemeError
from sitegen.site.theme import bundled_root, load_theme


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_bundled_themes_are_found_by_name() -> None:
    default = load_theme("default")
    assert default.features == {"scripts", "search", "saved"}
    assert load_theme("plain").features == frozenset()
    paths = [path for path, _ in default.static_files()]
    assert paths == sorted(paths)
    assert {"css/site.css", "js/site.js", "img/icon.svg"} <= set(paths)


def test_unknown_theme_suggests_the_nearest() -> None:
    with pytest.raises(ThemeError, match="no theme 'defualt'") as caught:
        load_theme("defualt")
    assert caught.value.hint == "did you mean 'default'?"


def test_folder_as_theme_extends_a_bundled_one(tmp_path: Path) -> None:
    root = write(
        tmp_path / "mine",
        {"theme.toml": 'name = "mine"\nextends = "default"\n', "templates/paper.html": "mine"},
    )
    theme = load_theme(root)
    assert theme.name == "mine"
    assert theme.features == load_theme("default").features
    found = theme.template("paper.html")
    assert found is not None and found[1].read_text() == "mine"
    below = theme.template("paper.html", found[0] + 1)
    assert below is not None and below[1].is_relative_to(bundled_root())


def test_theme_toml_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    root = write(tmp_path / "mine", {"theme.toml": '\ufeffname = "ours"\nextends = "default"\n'})
    assert load_theme(root).name == "ours"


def test_users_folder_overrides_single_files(tmp_path: Path) -> None:
    user = write(tmp_path / "theme", {"static/css/site.css": "p{}", "static/x/own.txt": "own"})
    theme, plain = load_theme("default", user_dir=user), load_theme("default")
    files = dict(theme.static_files())
    assert files["css/site.css"].read_text() == "p{}"
    assert "x/own.txt" in files and "js/site.js" in files
    changed = {
        path
        for path in plain.asset_versions
        if plain.asset_versions[path] != theme.asset_versions[path]
    }
    assert changed == {"css/site.css"}


def test_missing_users_folder_is_no_layer(tmp_path: Path) -> None:
    assert load_theme("default", user_dir=tmp_path / "theme") == load_theme("default")


def test_editors_litter_is_no_asset(tmp_path: Path) -> None:
    names = ("static/.DS_Store", "static/css/site.css~", "static/.git/x", "static/ok.css")
    user = write(tmp_path, dict.fromkeys(names, "x"))
    added = set(load_theme("default", user_dir=user).asset_versions) - set(
        load_theme("default").asset_versions
    )
    assert added == {"ok.css"}


def test_plain_inherits_no_script_and_no_style_of_its_parent() -> None:
    paths = set(load_theme("plain").asset_versions)
    assert "css/plain.css" in paths
    assert not [path for path in paths if path.endswith(".js") or path == "css/site.css"]


def test_a_theme_inherits_of_its_parent_only_what_that_has(tmp_path: Path) -> None:
    root = write(tmp_path, {"theme.toml": 'extends = "plain"\ninherit = ["css/*"]\n'})
    assert set(load_theme(root).asset_versions) == {"css/math.css", "css/plain.css"}


def test_templates_fingerprint_follows_templates_and_strings(tmp_path: Path) -> None:
    before = load_theme("default").templates_fingerprint
    style = write(tmp_path / "a", {"static/css/site.css": "p{}"})
    words = write(tmp_path / "b", {"strings/en.toml": '[nav]\nsaved = "Kept"\n'})
    assert load_theme("default", user_dir=style).templates_fingerprint == before
    assert load_theme("default", user_dir=words).templates_fingerprint != before


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("name = ", 0, "not valid TOML", ""),
        ('\nexteds = "default"\n', 2, "unknown key 'exteds'", "did you mean 'extends'?"),
        ('name = "a"\nfeatures = 3\n', 2, "features must be a list of texts", ""),
        ('\nfeatures = ["serch"]\n', 2, "unknown feature 'serch'", "known features"),
        ('\n\nextends = "nowhere"\n', 3, "there is no theme 'nowhere'", "bundled themes"),
    ],
)
def test_wrong_theme_toml_names_file_and_line(
    tmp_path: Path, text: str, line: int, message: str, hint: str
) -> None:
    root = write(tmp_path, {"theme.toml": text})
    with pytest.raises(ThemeError) as caught:
        load_theme(root)
    assert message in caught.value.message
    assert caught.value.path == str(root.resolve() / "theme.toml")
    assert caught.value.line == line
    assert hint in caught.value.hint


def test_theme_that_extends_itself(tmp_path: Path) -> None:
    root = write(tmp_path / "loop", {"theme.toml": 'extends = "../loop"\n'})
    with pytest.raises(ThemeError, match="extends itself"):
        load_theme(root)


def test_folder_without_theme_toml(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"no theme\.toml"):
        load_theme(tmp_path)

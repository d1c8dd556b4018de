"""The style sheets and scripts that are built for browsers."""

import gzip
import json
import re
from pathlib import Path

import pytest

from portal.frontend.build import PORTAL_FOLDERS, BuildError, Folders, build, is_up_to_date
from portal.frontend.govuk_styles import BRAND_COLOUR, without_government_identity
from portal.frontend.publish import Asset, publish
from portal.setup.node import prepare_node

GOVUK_CSS = PORTAL_FOLDERS.govuk / "govuk-frontend.min.css"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Our npm packages, with one small style sheet, script and image of its own."""
    sources = {
        "css/tokens.css": ":root { --portal-brand: #12436d }",
        "css/app.css": "p { background: url(../images/dot.svg) }",
        "js/app/main.mjs": "import { say } from './words.mjs'; say(globalThis);",
        "js/app/words.mjs": "export function say(page) { page.words = 'ready'; }",
        "js/service-worker.js": "const SHELL = /*precache*/{};\n",
        "images/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    for name, content in sources.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return Folders(frontend=PORTAL_FOLDERS.frontend, static=tmp_path)


def manifest(built: Path) -> dict[str, dict[str, str | int]]:
    entries: dict[str, dict[str, str | int]] = json.loads((built / "manifest.json").read_text())
    return entries


@pytest.mark.parametrize(
    "unwanted", ["GDS Transport", "@font-face", "crest", "logotype", "__crown", "#1d70b8"]
)
def test_nothing_that_only_govuk_may_use_is_left(unwanted: str) -> None:
    original = GOVUK_CSS.read_text()
    assert unwanted in original
    assert unwanted not in without_government_identity(original)


def test_the_brand_colour_is_ours() -> None:
    css = without_government_identity(GOVUK_CSS.read_text())
    assert f"--govuk-brand-colour:{BRAND_COLOUR};" in css


def test_every_other_rule_stays() -> None:
    css = "@charset 'UTF-8';.a{color:red}.govuk-header__logotype{top:0}@media print{.b{margin:0}}"
    expected = "@charset 'UTF-8';.a{color:red}@media print{.b{margin:0}}"
    assert without_government_identity(css) == expected


def test_a_script_and_what_it_imports_become_one_file(folders: Folders) -> None:
    build(prepare_node().program, folders)
    script = (folders.built / str(manifest(folders.built)["app.js"]["file"])).read_text()
    assert "ready" in script
    assert "import" not in script


def test_a_style_sheet_links_to_the_image_under_its_hashed_name(folders: Folders) -> None:
    build(prepare_node().program, folders)
    entries = manifest(folders.built)
    css = (folders.built / str(entries["app.css"]["file"])).read_text()
    assert f"url({entries['images/dot.svg']['file']})" in css


def test_the_colours_stand_in_both_style_sheets(folders: Folders) -> None:
    build(prepare_node().program, folders)
    for name in ("app.css", "portal.css"):
        css = (folders.built / str(manifest(folders.built)[name]["file"])).read_text()
        assert len(re.findall(r"--portal-brand:\s*#12436d", css)) == 1


def test_a_colour_has_one_value_for_pages_and_app() -> None:
    sheets = (PORTAL_FOLDERS.static / "css").glob("*.css")
    setters = {sheet.name for sheet in sheets if re.search(r"--portal-[\w-]+:", sheet.read_text())}
    assert setters == {"tokens.css"}


def test_every_colour_that_a_style_sheet_uses_is_set_and_every_colour_set_is_used() -> None:
    css = "\n".join(sheet.read_text() for sheet in (PORTAL_FOLDERS.static / "css").glob("*.css"))
    is_set = set(re.findall(r"(--portal-[\w-]+):", css))
    assert set(re.findall(r"var\((--portal-[\w-]+)\)", css)) == is_set


def test_a_link_to_an_image_that_is_not_there_stops_the_build(folders: Folders) -> None:
    (folders.static / "images/dot.svg").unlink()
    with pytest.raises(BuildError, match=r"images/dot\.svg, which is not in portal/static"):
        build(prepare_node().program, folders)


def test_a_script_that_does_not_parse_stops_the_build(folders: Folders) -> None:
    (folders.static / "js/app/main.mjs").write_text("let = ;")
    with pytest.raises(BuildError, match=r"main\.mjs"):
        build(prepare_node().program, folders)


def test_the_service_worker_is_copied_as_it_is(folders: Folders) -> None:
    build(prepare_node().program, folders)
    entry = manifest(folders.built)["service-worker.js"]
    worker = folders.built / str(entry["file"])
    assert worker.read_text() == "const SHELL = /*precache*/{};\n"


def test_a_change_to_any_source_asks_for_a_new_build(folders: Folders) -> None:
    assert not is_up_to_date(folders)
    build(prepare_node().program, folders)
    assert is_up_to_date(folders)
    (folders.static / "js/app/words.mjs").write_text("export function say() {}")
    assert not is_up_to_date(folders)


def test_the_same_sources_give_the_same_release(folders: Folders) -> None:
    node = prepare_node().program
    assert build(node, folders) == build(node, folders)


def test_every_file_is_described_and_compressed_when_that_is_smaller(tmp_path: Path) -> None:
    publish([Asset("app.css", b"a" * 500), Asset("images/dot.png", b"\x89P")], tmp_path)
    entries = manifest(tmp_path)
    compressed = tmp_path / f"{entries['app.css']['file']}.gz"
    assert gzip.decompress(compressed.read_bytes()) == b"a" * 500
    assert entries["app.css"]["gzip_bytes"] == compressed.stat().st_size
    assert entries["images/dot.png"]["gzip_bytes"] == 2
    assert not (tmp_path / f"{entries['images/dot.png']['file']}.gz").exists()


def test_the_files_of_the_last_three_releases_stay(tmp_path: Path) -> None:
    versions = [Asset("app.js", f"version {number}".encode()) for number in range(5)]
    for version in versions:
        publish([version], tmp_path)
    there = [(tmp_path / version.file).exists() for version in versions]
    assert there == [False, False, True, True, True]

"""Builds portal/static/built/ from portal/static/ and the npm packages.

Run by `python3 -m portal demo` and `test`; by hand: `python3 -m portal.frontend.build`.
Every script is one file, because over a slow mobile connection each further file costs a round
trip. Standard library only, so that it runs before anything is installed.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.frontend.govuk_styles import without_government_identity
from portal.frontend.publish import CONTENT_TYPES, MANIFEST, Asset, publish

INPUTS_STAMP = "inputs.sha256"

BUNDLES = {
    "portal.js": "js/portal.mjs",
    "start.js": "js/app/start.mjs",
    "app.js": "js/app/main.mjs",
    "forms.js": "js/app/forms/screens.mjs",
}
FORMATS = {"start.js": "iife", "app.js": "iife"}
"""Classic scripts: start.js stands within the page, and Chromium keeps app.js compiled with the
worker's files, a module not."""
STYLE_SHEETS = {"portal.css": ("tokens.css", "pages.css"), "app.css": ("tokens.css", "app.css")}
"""What each sheet is made of: the colours stand in each, so that none costs a further request."""
COPIED_SCRIPTS = {
    "service-worker.js": "js/service-worker.js",
    "service-worker-off.js": "js/service-worker-off.js",
}
LICENCE_NOTE = "/*! Contains govuk-frontend: MIT licence, (c) Crown copyright */"

_IMAGE_LINK = re.compile(r"url\(\s*[\"']?(?:\.\./)*(images/[^\"')]+)[\"']?\s*\)")


class BuildError(Exception):
    """The files could not be built; the message says why."""


@dataclass(frozen=True)
class Folders:
    """Where the build reads and writes."""

    frontend: Path
    static: Path

    @property
    def built(self) -> Path:
        return self.static / "built"

    @property
    def node_modules(self) -> Path:
        return self.frontend / "node_modules"

    @property
    def govuk(self) -> Path:
        return self.node_modules / "govuk-frontend" / "dist" / "govuk"


_PORTAL = Path(__file__).resolve().parents[1]
PORTAL_FOLDERS = Folders(frontend=_PORTAL / "frontend", static=_PORTAL / "static")


def is_up_to_date(folders: Folders = PORTAL_FOLDERS) -> bool:
    """Whether nothing that the built files are made from has changed since they were built."""
    stamp = folders.built / INPUTS_STAMP
    return (
        stamp.exists()
        and (folders.built / MANIFEST).exists()
        and stamp.read_text() == _hash_of_inputs(folders)
    )


def build(node: Path, folders: Folders = PORTAL_FOLDERS) -> str:
    """Build every file and return the release id. `node` is the program that runs esbuild."""
    inputs = _hash_of_inputs(folders)
    release = publish(list(_assets(node, folders)), folders.built)
    (folders.built / INPUTS_STAMP).write_text(inputs)
    return release


def _hash_of_inputs(folders: Folders) -> str:
    digest = hashlib.sha256()
    for path in _inputs(folders):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{path.parent.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _inputs(folders: Folders) -> list[Path]:
    sources = [
        path
        for folder in ("css", "js", "images")
        for path in (folders.static / folder).rglob("*")
        if path.is_file()
    ]
    recipe = [folders.frontend / "package-lock.json", *Path(__file__).parent.glob("*.py")]
    return sorted(sources) + sorted(recipe)


def _assets(node: Path, folders: Folders) -> Iterator[Asset]:
    images = list(_images(folders))
    yield from images
    yield from _style_sheets(node, folders, images)
    yield from _scripts(node, folders)


def _images(folders: Folders) -> Iterator[Asset]:
    for path in sorted((folders.static / "images").rglob("*")):
        if path.suffix in CONTENT_TYPES:
            yield Asset(path.relative_to(folders.static).as_posix(), path.read_bytes())


def _style_sheets(node: Path, folders: Folders, images: list[Asset]) -> Iterator[Asset]:
    govuk = without_government_identity((folders.govuk / "govuk-frontend.min.css").read_text())
    for name, sources in STYLE_SHEETS.items():
        paths = [folders.static / "css" / source for source in sources]
        css = "\n".join(path.read_text() for path in paths if _is_there(path))
        if name == "portal.css":
            css = f"{LICENCE_NOTE}\n{_minified(node, folders, govuk + css)}"
        else:
            css = _minified(node, folders, css)
        yield Asset(name, _with_image_files(css, images).encode())


def _minified(node: Path, folders: Folders, css: str) -> str:
    return _esbuild(node, folders, "--loader=css", "--charset=utf8", stdin=css)


def _with_image_files(css: str, images: list[Asset]) -> str:
    """Point url(../images/arrow.svg) at the file that the image is served under."""
    files = {image.name: image.file for image in images}

    def link(found: re.Match[str]) -> str:
        if found[1] not in files:
            raise BuildError(f"A style sheet links to {found[1]}, which is not in portal/static.")
        return f"url({files[found[1]]})"

    return _IMAGE_LINK.sub(link, css)


def _scripts(node: Path, folders: Folders) -> Iterator[Asset]:
    for name, source in BUNDLES.items():
        entry = folders.static / source
        if _is_there(entry):
            yield Asset(name, _bundled(node, folders, entry, FORMATS.get(name, "esm")).encode())
    for name, source in COPIED_SCRIPTS.items():
        script = folders.static / source
        if _is_there(script):
            yield Asset(name, script.read_bytes())


def _bundled(node: Path, folders: Folders, entry: Path, form: str) -> str:
    script = _esbuild(
        node,
        folders,
        str(entry),
        "--bundle",
        f"--format={form}",
        "--target=es2020",
        "--charset=utf8",
        "--legal-comments=none",
    )
    return f"{LICENCE_NOTE}\n{script}" if "govuk-" in script else script


def _is_there(path: Path) -> bool:
    if not path.exists():
        print(f"Not built, because it is not there: {path.name}", file=sys.stderr)
    return path.exists()


def _esbuild(node: Path, folders: Folders, *options: str, stdin: str | None = None) -> str:
    program = folders.node_modules / "esbuild" / "bin" / "esbuild"
    run = subprocess.run(
        [node, program, *options, "--minify", "--log-level=warning"],
        env={"NODE_PATH": str(folders.node_modules)},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise BuildError(f"esbuild could not build {options[0]}:\n{run.stderr.strip()}")
    return run.stdout


def main() -> None:
    """Build by hand, always, and print the release id."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--node", type=Path, default=shutil.which("node"), help="the node program")
    options = parser.parse_args()
    if options.node is None:
        sys.exit("Node.js was not found. Run: python3 -m portal demo, which brings its own.")
    try:
        print(f"Built release {build(options.node)} in {PORTAL_FOLDERS.built}")
    except BuildError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

"""Names code of the portal that nothing uses: `python -m tests.dead_code`.

Vulture reads the Python. What a template uses counts too, and what only a test uses does not.
Names that are kept all the same stand in dead_code.toml, each with its reason.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from jinja2 import Environment, nodes
from vulture import Vulture

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ("portal", "wsgi.py", "migrations/env.py")
TEMPLATES = ROOT / "portal" / "templates"
KEPT = Path(__file__).with_name("dead_code.toml")
# Views, commands, listeners: called by whoever they were handed to.
HANDED_OVER = (
    *("@bp.*", "@*_bp.*", "@app.*", "@*.command*", "@event.*", "@login_manager.*"),
    *("@post_load", "@validates_schema"),
)


def names_in_template(text: str) -> Iterator[str]:
    """Each name that a template asks for: variables, attributes, filters, tests and keys."""
    of_interest = (nodes.Getattr, nodes.Name, nodes.Filter, nodes.Test, nodes.Const)
    for node in Environment(autoescape=True).parse(text).find_all(of_interest):
        match node:
            case nodes.Getattr(attr=name) | nodes.Const(value=str(name)):
                yield name
            case nodes.Name(name=name) | nodes.Filter(name=name) | nodes.Test(name=name):
                yield name


def unused_in(program: Iterable[Path], templates: Iterable[Path]) -> dict[str, str]:
    """Each name that nothing uses, with where it is."""
    finder = Vulture(ignore_decorators=HANDED_OVER)
    finder.scavenge([str(path) for path in program], exclude=["*/node_modules/*"])
    for path in templates:
        finder.used_names.update(names_in_template(path.read_text(encoding="utf-8")))
    return {
        item.name: f"{item.filename}:{item.first_lineno}: {item.typ} {item.name}"
        for item in finder.get_unused_code(min_confidence=60)
    }


def faults(unused: dict[str, str], kept: Iterable[str]) -> list[str]:
    """What nothing uses and is not kept, and what is kept without need."""
    patterns = list(kept)
    said = [
        f"{where} is used by nothing"
        for name, where in unused.items()
        if not any(fnmatchcase(name, pattern) for pattern in patterns)
    ]
    return said + [
        f"{KEPT.name}: {pattern} is used, or gone"
        for pattern in patterns
        if not any(fnmatchcase(name, pattern) for name in unused)
    ]


def kept_names() -> list[str]:
    """From dead_code.toml, where each has a reason."""
    groups = tomllib.loads(KEPT.read_text(encoding="utf-8"))["kept"]
    return [name for group in groups if group["why"] for name in group["names"]]


def main() -> int:
    unused = unused_in([ROOT / path for path in PROGRAM], sorted(TEMPLATES.rglob("*.html")))
    said = faults(unused, kept_names())
    print("\n".join(said).replace(f"{ROOT}/", ""))
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())

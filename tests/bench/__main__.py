"""Runs the measures, prints a table, and writes JSON: `python -m tests.bench [--only sync] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import logging
import platform
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.bench.rows import Row, table

MEASURES = ("sync", "history", "catalogue", "size", "phone_app", "faults", "loading")
"""Modules of this package; each has `measure() -> list[Row]`."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m portal bench")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here as well")
    options = parser.parse_args()
    logging.disable(logging.INFO)
    rows: list[Row] = []
    for name in options.only:
        print(f"Measuring {name} …", flush=True)
        measure: Callable[[], list[Row]] = import_module(f"tests.bench.{name}").measure
        rows += measure()
    print(f"\n{table(rows)}\n")
    result = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rows": [row.as_json() for row in rows],
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if options.json is not None:
        options.json.write_text(text + "\n")
    else:
        print(text)
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

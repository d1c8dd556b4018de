"""`python3 -m portal demo`, `test`, `serve` and so on. Runs before anything is installed.

This file keeps to what any Python 3 can read, so that an old one is told what it lacks.
"""

import sys

OLDEST_PYTHON = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "The portal needs Python 3.11 or newer, and this is Python {}.{}. Install a newer one "
            "and run it by its name, for example: python3.11 -m portal demo".format(
                *sys.version_info[:2]
            )
        )

    from portal.setup.commands import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()

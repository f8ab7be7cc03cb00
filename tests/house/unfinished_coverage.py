"""Removes what children wrote down of their coverage only in part, before the rest is combined.

Usage: python -m tests.house.unfinished_coverage build/coverage

Some tests kill a program in the middle of its work, or let no file of it grow: that is what they
are about, and coverage.py in that child may be writing just then. Half a file says nothing, and
`coverage combine` would warn of each. They are named, counted, and few: more of them than
`UNFINISHED_MAX` means that something else loses coverage, and exits with 1.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

UNFINISHED_MAX = 10
"""Ours: a whole run has some 20 children that are killed or limited on purpose, and left one."""

_PAGES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"


def is_whole(path: Path) -> bool:
    """Return whether a child came to the end of writing its file; no journal is looked at."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as written:
            (size,) = written.execute(_PAGES).fetchone()
            written.execute("SELECT version FROM coverage_schema").fetchall()
            whole = written.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            return bool(whole and size == path.stat().st_size)
    except sqlite3.Error:
        return False


def unfinished(folder: Path) -> list[Path]:
    """Return the files of a folder that hold half of what a child ran."""
    written = (path for path in folder.glob(".coverage.*") if not path.name.endswith("-journal"))
    return sorted(path for path in written if not is_whole(path))


def main(folder: Path) -> int:
    """Remove them and say so; return the exit code."""
    found = unfinished(folder)
    for path in found:
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        path.unlink()
    if found:
        names = ", ".join(path.name for path in found)
        said = f"{len(found)} children were killed, or limited, while they wrote: {names}"
        sys.stdout.write(f"{said}\n")
    return 1 if len(found) > UNFINISHED_MAX else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

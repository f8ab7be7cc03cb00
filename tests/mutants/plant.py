"""python -m tests.mutants.plant NAME CATCHER: run one proof over code with one bug in it.

The bug is planted while its module is imported; no file is touched. Ends with 1 and a line that
says which promise was broken when the proof turned red, with 0 when it stayed green, and with 3
when the bug could not be planted.
"""

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutants.catalogue import KEEPER, MUTANTS, Edit, Mutant

GREEN, CAUGHT, NOT_PLANTED = 0, 1, 3
DRILL_H = 24 * 12
ROOT = Path(__file__).parents[2]


class NotPlanted(Exception):
    """The text to replace does not stand in the module exactly once."""


class Planter(MetaPathFinder):
    """Finds the modules of a mutant before anybody else does, and loads them with their bug."""

    def __init__(self, mutant: Mutant) -> None:
        """Plant this mutant; `waiting` are the edits whose module nobody imported yet."""
        self.waiting = {edit.module: edit for edit in mutant.edits}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load the module of the mutant; None for all others."""
        edit = self.waiting.get(fullname)
        if edit is None:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None, f"{fullname} has no source"
        assert spec.origin is not None, f"{fullname} has no source file"
        del self.waiting[fullname]
        loader = _Bugged(fullname, spec.origin, edit)
        return importlib.util.spec_from_file_location(fullname, spec.origin, loader=loader)


class _Bugged(SourceFileLoader):
    def __init__(self, fullname: str, path: str, edit: Edit) -> None:
        super().__init__(fullname, path)
        self._edit = edit

    def get_code(self, fullname: str) -> CodeType:
        """Return the module's code with the bug in it; never from, nor into, a cache."""
        source = Path(self.path).read_text()
        found = source.count(self._edit.old)
        if found != 1:
            raise NotPlanted(f"{fullname} holds the text to replace {found} times")
        changed = source.replace(self._edit.old, self._edit.new)
        return compile(changed, self.path, "exec", dont_inherit=True)


def main(name: str, catcher: str) -> int:
    """Plant a mutant, run a proof, and return how it ended."""
    mutant = next(one for one in MUTANTS if one.name == name)
    planter = Planter(mutant)
    sys.meta_path.insert(0, planter)
    try:
        verdict = _keeper() if catcher == KEEPER else _drill(mutant.seed)
    except NotPlanted as wrong:
        sys.stdout.write(f"{wrong}\n")
        return NOT_PLANTED
    sys.stdout.write(f"{verdict}\n")
    if planter.waiting:
        return NOT_PLANTED
    return CAUGHT if verdict else GREEN


def _drill(seed: int) -> str:
    """Return the promise that a drill found broken, or nothing. Stories are told until one is."""
    from tests.drill.__main__ import Run  # noqa: PLC0415 - after the bug was planted, not before

    run = Run(quiet=True)
    while run.hours < DRILL_H and run.tell(seed):
        seed += 1
    return f"seed {seed}: {run.failed}" if run.failed else ""


def _keeper() -> str:
    """Return how many tests of the keeper failed, or nothing."""
    import pytest  # noqa: PLC0415 - after the bug was planted, not before

    asked = ["-x", "-q", "--no-header", "--no-summary", str(ROOT / "tests" / "keeper")]
    ended = pytest.main(asked)
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise NotPlanted(f"pytest ended with {ended}")
    return "" if ended == pytest.ExitCode.OK else "a test of the keeper failed"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A demonstration as `make run` starts it: where its pages are, and what its terminal says."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.programs import Program, python, running, until


@dataclass(frozen=True)
class Shown:
    """A running demonstration. `touch` and `office`: addresses; `hatch`: the kiosk's socket."""

    program: Program
    touch: str
    office: str
    hatch: Path

    @property
    def said(self) -> str:
        """What its terminal says so far."""
        return self.program.said


@contextmanager
def shown(folder: Path, more: Sequence[str] = ()) -> Iterator[Shown]:
    """Show a new demonstration, its readers ready, for as long as it is needed."""
    demo = folder / "demo"
    command = python("kiosk", "demo", "--folder", str(demo), "--fresh", "--no-browser", *more)
    with running(command, folder / "demo.log") as program:

        def ready() -> bool:
            assert program.child.poll() is None, program.said
            return "weapon: there" in program.said

        until(lambda: ready() or None, "the readers of the demonstration")
        touch = _found(r"touch screen +(http://\S+)", program.said)
        port = _found(r"chief's page +https://[^:]+:(\d+)/", program.said)
        yield Shown(program, touch, f"https://127.0.0.1:{port}/", demo / "kiosk.sock")


def _found(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    assert found is not None, said
    return found[1]

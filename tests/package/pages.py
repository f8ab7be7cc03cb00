"""Pages for technicians, typed from their first command to their last on a clean Debian."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.commands import FOUND
from tests.package.roots import ROOT, Machine

FOLDER = ROOT / "docs/technician"
LINES_MAX = 160
PATIENCE_S = 600
DO = "\n  do: "
"""How each finding of the doctor goes on."""

BECOMES = ", becomes "
"""What `kiosk config diff` says of each key that would change, and it ends with 3 then."""

STICK = "/media/kiosk-backup"


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a page, with what the page shows as its answer."""
    for block in re.findall(r"^```console\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            yield command, answer


def pattern(answer: str) -> str:
    """Return what an answer must look like: `…` stands for anything to the end of its part."""
    return ".*".join(re.escape(part) for part in answer.split("…"))


def typed(machine: Machine, command: str, answer: str) -> None:
    """Type a command of a page, and hold its answer against the page."""
    said = machine.ran("sh", "-c", command, patience_s=PATIENCE_S)
    shows = DO in answer or BECOMES in answer  # something is wrong, or would change
    found = FOUND if shows else 0
    assert said.code == found, (command, said)
    heard = said.out + "".join(
        line for line in said.err.splitlines(keepends=True) if not line.startswith("Creat")
    )
    assert re.fullmatch(pattern(answer), heard, flags=re.DOTALL), (command, heard)


def steps(page: Path) -> list[tuple[str, str]]:
    """Return every command of a page, with its answer."""
    return list(commands(page.read_text(encoding="utf-8")))


def doctored(machine: Machine) -> list[str]:
    """Return the codes of all that the doctor finds wrong with a machine."""
    return [
        one["code"] for one in json.loads(machine.ran("kiosk", "doctor", "--json").out)["findings"]
    ]


def plug_in(machine: Machine) -> None:
    """Plug in the stick for copies."""
    machine.does("mount", "-t", "tmpfs", "-o", "uid=kiosk,mode=700", "none", STICK)

"""A list of very many cards with mistakes planted: its import is killed, goes on, and is read back.

Each step is the command that a registrar types, as a program of its own.
"""

import filecmp
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kiosk.cards.waiting import waiting_in
from kiosk.config import Settings
from kiosk.registry.staged_cards import StagedCards
from tests.commands.typed import fresh
from tests.end_to_end.programs import python

HEADING = "card,serial,model,calibre,year,province,date\r\n"
REPEATED, FLOAT, YEAR, EMPTY = 997, 1_009, 1_013, 1_019
"""One card in so many repeats the number before it, has a serial that a spreadsheet made a number
of, an impossible year, or neither number nor serial. Primes: no two meet on one card early."""

LINE_BYTES = 400
"""A card's line in the book is longer than that."""

LOOK_S = 0.005


@dataclass(slots=True)
class Told:
    """What was found. `wrong`: each thing that was not as it must be, in a sentence.

    `peaks_mb`: never less than what the program holds that started them (getrusage(2)).
    """

    cards: int
    killed_at: int = 0
    peaks_mb: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def written(path: Path, cards: int) -> tuple[Counter[str], Counter[str]]:
    """Write a list; return how many cards it has of each fate, and doubts of each kind."""
    fates: Counter[str] = Counter(matched=0, weapon_only=0)
    doubts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADING)
        for place in range(1, cards + 1):
            card, serial, year, fate = f"C{place:07}", f"{place:07}", "1975", "card_only"
            if place % EMPTY == 0:
                card, serial, fate = "", "", "unreadable"
                doubts["missing"] += 2
            elif place % REPEATED == 0 and (place - 1) % EMPTY:
                card, fate = f"C{place - 1:07}", "duplicate"
            elif place % FLOAT == 0:
                serial = f"{place}E+07"
                doubts["spreadsheet_float"] += 1
            elif place % YEAR == 0:
                year = "1066"
                doubts["impossible_year"] += 1
            fates[fate] += 1
            file.write(f"{card},{serial},AKM,7.62x39,{year},Battambang,04/05/2006\r\n")
    return fates, doubts


def brought_in(folder: Path, cards: int) -> Told:
    """Import a list of so many cards, kill that in the middle, go on, and look at what there is."""
    told = Told(cards)
    config, settings = fresh(folder)
    path = folder / "list.csv"
    fates, doubts = written(path, cards)
    _killed(settings, told, config, path)
    told.killed_at = _cards_in_the_book(settings)
    if not 0 < told.killed_at < cards:
        told.wrong.append(f"killed with {told.killed_at} cards in the book: not in the middle")
    _typed(told, "commit", "cards", "commit", "--config", str(config))
    _typed(told, "verify", "verify", "--config", str(config))
    out = folder / "out.csv"
    _typed(told, "export", "cards", "export", "--config", str(config), "--out", str(out))
    if not filecmp.cmp(path, out, shallow=False):
        told.wrong.append("what came out is not what went in")
    (waiting,) = waiting_in(settings.folder)
    with closing(StagedCards.at(waiting.staging)) as staging:
        found = staging.reconciliation()
    if found.fates != fates or found.doubts != doubts:
        told.wrong.append(f"planted {fates} {doubts}, found {found.fates} {found.doubts}")
    kinds = _kinds(settings)
    if kinds["card.imported"] != cards or kinds["cards.closed"] != 1:
        told.wrong.append(f"not one entry a card: {kinds}")
    return told


def _cards_in_the_book(settings: Settings) -> int:
    """Count the cards of the line file: the database may be a batch behind it, when killed."""
    with (settings.folder / "journal.lines").open("rb") as lines:
        return sum(b'"kind":"card.imported"' in line for line in lines)


def _kinds(settings: Settings) -> Counter[str]:
    with (settings.folder / "journal.lines").open("rb") as lines:
        return Counter(json.loads(line.split(b"\t")[0])["kind"] for line in lines)


def _killed(settings: Settings, told: Told, config: Path, path: Path) -> None:
    """Import, and kill the program once more than a third of the cards are in the book."""
    lines = settings.folder / "journal.lines"
    words = ("cards", "import", "--config", str(config), str(path))
    _ran(told, "import", words, lambda: _holds(lines, told.cards * LINE_BYTES // 3))


def _holds(lines: Path, size: int) -> bool:
    return lines.exists() and lines.stat().st_size >= size


def _typed(told: Told, step: str, *words: str) -> None:
    code = _ran(told, step, words, lambda: False)
    if code != 0:
        told.wrong.append(f"kiosk {' '.join(words[:2])} ended with {code}")


def _ran(told: Told, step: str, words: Sequence[str], enough: Callable[[], bool]) -> int:
    """Run a program until it ends or it is enough; note how long, and the most memory it held.

    The kernel's own count of a child that ended (getrusage) has the memory of whoever began it in
    it, so the program itself is asked while it runs.
    """
    begun = perf_counter()
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*python("kiosk"), *words], stdout=quiet, stderr=quiet) as child:
        while child.poll() is None and not enough():
            told.peaks_mb[step] = max(told.peaks_mb.get(step, 0), _peak_mb(child.pid))
            with suppress(subprocess.TimeoutExpired):
                child.wait(LOOK_S)
        child.kill()
    told.seconds[step] = round(perf_counter() - begun, 1)
    return child.returncode


def _peak_mb(pid: int) -> float:
    """Return the most memory that a program held up to now; 0 when it has just ended."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    return 0

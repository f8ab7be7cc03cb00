"""Writing lists into the register: by the running kiosk, or into its book when none runs."""

import errno
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from kiosk.assembly.founding import Written, account, write_register
from kiosk.assembly.register_files import FileWrong, ListRow
from kiosk.commands import FAILED, ends
from kiosk.commands.options import progress, say
from kiosk.config import Settings
from kiosk.registry.holding import has_book
from kiosk.registry.opening import DATABASE, refuse_lost
from kiosk.registry.progress import Progress
from kiosk.registry.queries import Office
from kiosk.rules.broken import BookBroken
from kiosk.rules.labels import SEQUENCES, Kind, number
from kiosk.rules.observations import Fact
from kiosk.service.client import RemoteService
from kiosk.service.office import ASK_BYTES, RemoteOffice, fact_spelled
from kiosk.service.protocol import KioskSilent
from kiosk.service.sentences import names, sentence

Rows = Callable[[], Iterator[ListRow]]
"""Reads a list from its beginning; called twice, to check all of it before any of it is written."""

Count = Callable[[int], None]


@contextmanager
def register_of(settings: Settings) -> Iterator[Office]:
    """Open the register for questions; a running kiosk is not disturbed.

    Raises:
        PermissionError, BookBroken, BookUnwritable: as `database_of`, or when it is asked.
    """
    office = Office.at(database_of(settings))
    try:
        yield office
    finally:
        office.close()


def database_of(settings: Settings) -> Path:
    """Return the database of the register, if this account may read it.

    Raises:
        PermissionError: the book is another account's.
        BookBroken: the register is gone.
    """
    path = settings.folder / DATABASE
    if not has_book(settings.folder):
        ends(f"There is no book in {settings.folder} yet.", FAILED)
    refuse_lost(settings.folder)
    if not path.exists():
        raise BookBroken(
            f"The register is gone from {settings.folder}: there is no {DATABASE}. The kiosk makes"
            " it again from the line file at its next start; so does kiosk rebuild database."
        )
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, "this account may not read the register", str(path))
    return path


@dataclass
class NewNumbers:
    """Gives out registration numbers of one site that no weapon has."""

    site: int
    sequence: int = 0

    @classmethod
    def after_all_in(cls, settings: Settings) -> "NewNumbers":
        """Begin behind the last number that the register has."""
        if not has_book(settings.folder):
            return cls(settings.kiosk.site)
        with register_of(settings) as office:
            return cls(settings.kiosk.site, _last_sequence(office, settings.kiosk.site))

    def __call__(self) -> str:
        """Return the next number."""
        self.sequence += 1
        if self.sequence >= SEQUENCES:
            raise FileWrong(f"site {self.site:02} has no registration number left")
        return number(Kind.WEAPON, self.site, self.sequence)


def _last_sequence(office: Office, site: int) -> int:
    """Return the highest sequence a weapon of this site has, found in 17 questions."""
    low, high = 0, SEQUENCES - 1
    while low < high:
        middle = (low + high) // 2
        found = office.weapons(after=f"{Kind.WEAPON}{site:02}{middle:05}99", limit=1)
        if found and found[0].number.startswith(f"{Kind.WEAPON}{site:02}"):
            low = max(middle + 1, int(found[0].number[3:8]))
        else:
            high = middle
    return low


def load(settings: Settings, rows: Rows, things: str) -> None:
    """Write a list into the register and say what came of it; ends with 1 when some was refused."""
    try:
        numbers = _checked(rows)
        with progress() as tell:
            total = len(numbers)
            written = _write(settings, rows, lambda done: tell(Progress("writing", done, total)))
    except FileWrong as wrong:
        ends(f"{wrong}. Nothing was written.", FAILED)
    if written.reason:
        _refused(written, numbers, things)
    click.echo(f"{written.rows} {things} written.")


def add(settings: Settings, facts: tuple[Fact, ...], about: str) -> None:
    """Write one thing into the register and say its number."""
    written = _write(settings, lambda: iter([ListRow(1, about, facts)]), lambda _: None)
    if written.reason:
        ends(refusal(written.reason, written.about), FAILED)
    click.echo(about)


def refusal(reason: str, about: str) -> str:
    """Return a refusal as a sentence."""
    if reason not in names("refused"):
        return f"Refused: {reason.replace('_', ' ')} ({about})."
    said = sentence("refused", reason, "en", {"about": about})
    what = f" ({about})" if about and about not in said.happened else ""
    return f"{said.happened}{what}. {said.do}"


def _write(settings: Settings, rows: Rows, tell: Count) -> Written:
    if kiosk_answers(settings):
        return _ask(RemoteOffice(Path(settings.kiosk.socket)), rows(), tell)
    by = account(os.geteuid())
    return write_register(settings, by, lambda _: (row.facts for row in rows()), tell)


def kiosk_answers(settings: Settings) -> bool:
    """Return whether a kiosk runs on this configuration: then it is the only one to write."""
    try:
        RemoteService(Path(settings.kiosk.socket)).view()
    except KioskSilent:
        return False
    return True


def _ask(office: RemoteOffice, rows: Iterator[ListRow], tell: Count) -> Written:
    """Have a running kiosk write, in portions that one question carries."""
    done, waiting, size = 0, list[ListRow](), 0
    for row in rows:
        spelled = json.dumps([fact_spelled(fact) for fact in row.facts], ensure_ascii=False)
        length = len(spelled.encode())
        if waiting and size + length > ASK_BYTES:
            refused = _portion(office, waiting, done)
            if refused is not None:
                return refused
            done, waiting, size = done + len(waiting), [], 0
            tell(done)
        waiting.append(row)
        size += length
    return _portion(office, waiting, done) or Written(done + len(waiting))


def _portion(office: RemoteOffice, rows: list[ListRow], done: int) -> Written | None:
    answer = office.register([fact for row in rows for fact in row.facts])
    return Written(done, answer.reason, answer.about) if answer.reason else None


def _checked(rows: Rows) -> dict[str, int]:
    """Read a whole list; return whom its rows are about and their numbers.

    Raises:
        FileWrong: the first thing that is wrong with it.
    """
    found: dict[str, int] = {}
    for row in rows():
        if row.about in found:
            raise FileWrong(
                f"row {row.number}, column number: {row.about} stands in row {found[row.about]} too"
            )
        found[row.about] = row.number
    return found


def _refused(written: Written, numbers: dict[str, int], things: str) -> NoReturn:
    """Say which row was refused, what was written before it, and from where on nothing was."""
    row = numbers.get(written.about)
    where = f"Row {row}: " if row else ""
    say(f"{where}{refusal(written.reason, written.about)}")
    rows = list(numbers.values())
    if not written.rows:
        ends("Nothing was written.", FAILED)
    last, following = rows[written.rows - 1], rows[written.rows]
    ends(
        f"{written.rows} {things} were written, up to row {last}; from row {following} on, nothing"
        " was. Mend the list, take the written rows out, and load the rest.",
        FAILED,
    )

"""A lost book put back: from wherever its chain is kept, whole or not at all, and with a new key.

Everything is done in a folder beside the place of the book; the last step gives it that place. The
new key and the line that names the gap belong together: no copy can go on where the book went on.
"""

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.assembly.founding import write_seen
from kiosk.assembly.lots import draw_lot
from kiosk.config import Settings
from kiosk.provision.laying import Target
from kiosk.provision.plan import Gift
from kiosk.registry.book import Book
from kiosk.registry.chain import Head
from kiosk.registry.files import sync_folder
from kiosk.registry.holding import has_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import Tell
from kiosk.registry.queries import Office
from kiosk.registry.restoring import ChainSource, Laid, give_new_key, lay_verified
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.entries import BookPutBack, CountOrdered, Entry, Refused
from kiosk.rules.observations.upkeep import BookBroughtBack, PinBrought
from kiosk.rules.things import Moment, OfficerNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be put back.

    `source`: where the chain is. `heads`: those that left the box, by number and hash; they say how
    much is lost. `pepper`: of the lost book, so that its PINs go on; or else `gifts`: PINs for the
    people who begin again, each with the badge the book knows. `by`: the account that does it.
    """

    source: ChainSource
    heads: Sequence[tuple[int, str]]
    pepper: bytes | None
    gifts: Sequence[Gift]
    by: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """A book that is in its place again.

    `last_seq`: where the copy ended; `known_seq`: the last entry anybody knows of. `head`: where it
    ends now. `key`: the public key from here on. `counters`: who was drawn to count, nobody if the
    register has too few.
    """

    place: Path
    last_seq: int
    known_seq: int
    head: Head
    key: str
    counters: tuple[OfficerNumber, ...]

    @property
    def gap(self) -> str:
        """What is lost, in one sentence."""
        if self.known_seq == self.last_seq:
            return "No head says that anything after it is lost; whether, nobody knows."
        lost = self.known_seq - self.last_seq
        if lost == 1:
            return f"Entry {self.known_seq} is lost, and whatever came after it."
        return (
            f"Entries {self.last_seq + 1} to {self.known_seq} are lost, {lost} of them, and"
            " whatever came after."
        )


def put_back(settings: Settings, wanted: Wanted, target: Target, tell: Tell) -> PutBack:
    """Put a lost book back into its place.

    Raises:
        ConfigWrong: there is a book already, the copy is another kiosk's, or nobody could begin.
        BookBroken: the copy is not as it was written. Nothing was put back.
        BookUnwritable: a disk failed, or there is no room. Nothing was put back.
    """
    place = target.at(settings.folder)
    refuse_book(place)
    owners = _owners(place, target)
    fresh = place.with_name(f".{place.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o750, parents=True)
    try:
        laid = lay_verified(wanted.source, fresh, settings.kiosk.name, wanted.heads, tell)
        key = give_new_key(fresh, laid, wanted.pepper)
        there = replace(settings, kiosk=replace(settings.kiosk, folder=str(fresh)))
        known_seq = max([laid.head.seq, *(seq for seq, _ in wanted.heads)])
        entries = write_seen(
            there, lambda book, at: _brought_back(book, at, wanted, laid, known_seq)
        )
        _refuse_unfit(entries)
        head = _head_of(fresh)
        if owners is not None:
            for path in (fresh, *fresh.rglob("*")):
                os.chown(path, *owners)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    fresh.rename(place)  # an empty folder gives way; one with something in it does not
    sync_folder(place.parent)
    ordered = next((entry for entry in entries if isinstance(entry, CountOrdered)), None)
    counters = () if ordered is None else (ordered.counter, ordered.recounter)
    return PutBack(place, laid.head.seq, known_seq, head, key.text, counters)


def refuse_book(place: Path) -> None:
    """Refuse a place where there is a book, or what is left of one.

    Raises:
        ConfigWrong: there is one.
    """
    if has_book(place):
        raise ConfigWrong(
            f"There is a book in {place}, or a part of one: nothing is put over it. Stop the kiosk,"
            f" and move it aside: mv {place} {place}.lost. Nothing was changed."
        )
    if place.is_mount():
        raise ConfigWrong(
            f"[kiosk], folder: {place} is a disk of its own; name a folder on it. Nothing was"
            " changed."
        )


def _owners(place: Path, target: Target) -> tuple[int, int] | None:
    """Return whose the book will be: whose place it is, or else the kiosk's account.

    On a machine without that account it is whose the folder above is: a demonstration's.
    """
    if os.geteuid() != 0:
        return None
    if not place.exists():
        with contextlib.suppress(ConfigWrong):
            return target.owners()
    found = (place if place.exists() else place.parent).stat()
    return found.st_uid, found.st_gid


def _brought_back(
    book: Book, at: Moment, wanted: Wanted, laid: Laid, known_seq: int
) -> BookBroughtBack:
    badges = book.office.badges()
    pins = tuple(
        PinBrought(
            gift.officer,
            book.facts.person(gift.officer),
            gift.badge,
            badges.get(gift.badge),
            book.pins.seal(gift.pin),
        )
        for gift in wanted.gifts
    )
    return BookBroughtBack(
        at,
        wanted.by,
        wanted.source.name,
        laid.head.seq,
        laid.head.hex,
        known_seq,
        laid.key.text,
        pins if wanted.pepper is None else None,
        book.facts.people(),
        draw_lot(),
    )


def _refuse_unfit(entries: Sequence[Entry]) -> None:
    """Refuse what the rules refused: the book that says so is thrown away again."""
    if any(isinstance(entry, BookPutBack) for entry in entries):
        return
    refused = next(entry for entry in entries if isinstance(entry, Refused))
    reason = refused.reason.replace("_", " ")
    if refused.reason == "nobody_to_vouch":
        reason = "PINs are needed for two people of role custodian, chief or registrar"
    about = f"{refused.text}: " if refused.text else ""
    raise ConfigWrong(f"{about}{reason}. Nothing was put back.")


def _head_of(folder: Path) -> Head:
    office = Office.at(folder / DATABASE)
    try:
        newest = office.lines(limit=1)[0]
    finally:
        office.close()
    return Head(newest.seq, bytes.fromhex(newest.hash))

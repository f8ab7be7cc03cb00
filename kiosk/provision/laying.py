"""Laying a plan down: book, config.txt, kiosk.toml, in that order, each whole or not at all.

kiosk.toml comes last: no unit starts without it, so that whatever is cut off half-way is a Pi on
which nothing runs, and the same command goes on.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kiosk.assembly.founding import Row, write_register, write_seen
from kiosk.assembly.lots import draw_lot
from kiosk.config import Settings
from kiosk.provision.plan import Plan
from kiosk.registry.book import Book
from kiosk.registry.files import read_whole, write_whole
from kiosk.registry.holding import has_book
from kiosk.registry.keys import PUBLIC_KEY, key_from_text
from kiosk.rules import observations as o
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.entries import CountOrdered
from kiosk.rules.observations.upkeep import KioskFounded
from kiosk.rules.register import FOUNDING

KIOSK_TOML = "/etc/kiosk/kiosk.toml"
WEB_UI_CONF = "/etc/kiosk/web_ui.conf"
CONFIG_TXT = ("/boot/firmware/config.txt", "/boot/config.txt")
FRAGMENT = "/usr/lib/armoury-kiosk/kiosk.config.txt"
ACCOUNT = "kiosk"
BEGIN, END = "# kiosk: begin", "# kiosk: end"
"""Between these lines config.txt is ours; everything else in it stays as it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was looked at: what it is, whether it was changed, and a sentence."""

    name: str
    changed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Target:
    """The file system it is laid down in: this Pi's own, or one that is being prepared."""

    root: Path

    def at(self, path: str | Path) -> Path:
        """Return where a path of the kiosk is, seen from here."""
        return self.root / str(path).lstrip("/")

    def owners(self) -> tuple[int, int] | None:
        """Return the number of the kiosk's account and group there; None when nobody can give.

        Raises:
            ConfigWrong: the account is not there: the package is not installed.
        """
        if os.geteuid() != 0:
            return None
        accounts = self.at("/etc/passwd").read_text(encoding="utf-8").splitlines()
        for line in accounts:
            name, _, uid, gid, *_ = line.split(":")
            if name == ACCOUNT:
                return int(uid), int(gid)
        raise ConfigWrong(
            f"there is no account {ACCOUNT!r}: install the package armoury-kiosk first"
        )


def lay(plan: Plan, target: Target, *, replaced: bool = False) -> Iterator[Step]:
    """Make what is missing and leave what is there; the steps as they are done.

    Args:
        plan: what is asked for.
        target: where.
        replaced: put another kiosk.toml in the place of the one that is there.

    Raises:
        ConfigWrong: what is there contradicts the plan. Nothing was changed.
        BookBroken, BookUnwritable: as `write_register`.
    """
    _refuse_other_book(plan, target)
    refuse_other_config(plan.settings, plan.config, target, replaced=replaced)
    owners = target.owners()
    target.at(KIOSK_TOML).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    yield _founded(plan, target, owners)
    yield from around_the_book(plan.settings, plan.config, target)


def refuse_other_config(
    settings: Settings, config: bytes, target: Target, *, replaced: bool
) -> None:
    """Refuse to put a kiosk.toml over another one.

    Raises:
        ConfigWrong: there is another one, and nobody said `replaced`.
    """
    if read_whole(target.at(KIOSK_TOML)) not in {None, config} and not replaced:
        raise ConfigWrong(
            f"{target.at(KIOSK_TOML)}: is there, and differs from {settings.file}. Change it"
            " there, or say --replace. Nothing was changed."
        )


def around_the_book(settings: Settings, config: bytes, target: Target) -> Iterator[Step]:
    """Make all that a kiosk needs beside its book; kiosk.toml comes last.

    Raises:
        ConfigWrong: the account of the kiosk is not there.
        OSError: a disk failed.
    """
    owners = target.owners()
    target.at(KIOSK_TOML).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    yield _pi(target)
    told = f"KIOSK_NAME={settings.kiosk.name}\n"
    told += f"UTC_OFFSET_MIN={settings.policy.utc_offset_min}\n"
    yield _put(target, WEB_UI_CONF, told.encode(), None)
    yield _put(target, KIOSK_TOML, config, owners)


def _refuse_other_book(plan: Plan, target: Target) -> None:
    text = read_whole(target.at(plan.settings.folder) / PUBLIC_KEY)
    owner = None if text is None else key_from_text(text.decode(errors="replace")).kiosk
    if owner not in {None, plan.settings.kiosk.name}:
        raise ConfigWrong(
            f"{plan.settings.file}: [kiosk], name: the book in {plan.settings.folder} is that of"
            f" {owner!r}, not of {plan.settings.kiosk.name!r}. Nothing was changed."
        )


def _founded(plan: Plan, target: Target, owners: tuple[int, int] | None) -> Step:
    """Found the book beside its place, and put it there whole."""
    place = target.at(plan.settings.folder)
    if has_book(place):
        return Step("book", changed=False, sentence=f"{place}: is there; nobody was written in.")
    if place.is_mount():
        raise ConfigWrong(
            f"{plan.settings.file}: [kiosk], folder: {place} is a disk of its own; name a folder"
            " on it. Nothing was changed."
        )
    fresh = place.with_name(f".{place.name}.founding")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o750, parents=True)
    settings = replace(plan.settings, kiosk=replace(plan.settings.kiosk, folder=str(fresh)))
    written = write_register(settings, FOUNDING, lambda book: _rows(plan, book))
    if written.reason:
        shutil.rmtree(fresh)
        raise ConfigWrong(
            f"{plan.settings.file}: {written.about}: {written.reason.replace('_', ' ')}. Nothing"
            " was changed."
        )
    ordered = _first_count(plan, settings)
    if owners is not None:
        for path in (fresh, *fresh.rglob("*")):
            os.chown(path, *owners)
    fresh.rename(place)  # an empty folder gives way; one with something in it does not
    people, weapons, badges = len(plan.officers), len(plan.weapons), len(plan.gifts)
    return Step(
        "book",
        changed=True,
        sentence=f"{place}: founded with {people} people, {weapons} weapons, {badges} badges;"
        f" its key is made.{ordered}",
    )


def _first_count(plan: Plan, settings: Settings) -> str:
    """Order the first count where there are weapons; return what came of it, as a sentence."""
    if not plan.weapons:
        return ""
    entries = write_seen(
        settings, lambda book, at: KioskFounded(at, book.facts.people(), draw_lot())
    )
    if any(isinstance(entry, CountOrdered) for entry in entries):
        return " The first count is ordered."
    return " The first count is not: too few people could be drawn; the chief orders it."


def _rows(plan: Plan, book: Book) -> Iterator[Row]:
    yield from (row.facts for row in chain(plan.officers, plan.weapons))
    for gift in plan.gifts:
        yield (o.BadgeGift(gift.officer, gift.badge, book.pins.seal(gift.pin)),)


def _pi(target: Target) -> Step:
    """Put our lines at the end of config.txt, and keep the file as it was before them once."""
    path = next((found for name in CONFIG_TXT if (found := target.at(name)).is_file()), None)
    ours = read_whole(target.at(FRAGMENT))
    if path is None or ours is None:
        return Step("config.txt", changed=False, sentence="there is none: this is no Raspberry Pi.")
    before = path.read_bytes()
    head, mark, rest = before.partition(f"{BEGIN}\n".encode())
    tail = rest.partition(f"{END}\n".encode())[2] if mark else b""
    if head and not head.endswith(b"\n"):
        head += b"\n"
    after = head + f"{BEGIN}\n".encode() + ours + f"{END}\n".encode() + tail
    if after == before:
        return Step("config.txt", changed=False, sentence=f"{path}: says what it must.")
    kept = path.with_name("config.txt.before-kiosk")
    if not kept.exists():
        write_whole(kept, before, mode=0o644)
    write_whole(path, after, mode=0o644)
    return Step("config.txt", changed=True, sentence=f"{path}: changed. Start the Pi again.")


def _put(target: Target, name: str, content: bytes, owners: tuple[int, int] | None) -> Step:
    path = target.at(name)
    short = path.name
    if read_whole(path) == content:
        return Step(short, changed=False, sentence=f"{path}: as it was.")
    write_whole(path, content, mode=0o640)
    if owners is not None:
        os.chown(path, 0, owners[1])
    return Step(short, changed=True, sentence=f"{path}: written.")

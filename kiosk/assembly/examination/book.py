"""The book: whether it is there, whole, closed to others, and copied."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kiosk.assembly.drills import DAY_MS, last_drill_ms, open_update
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.examination.people import certificates
from kiosk.assembly.own_key import key_in_use
from kiosk.assembly.policy_watch import in_force
from kiosk.config import Settings
from kiosk.registry.book import PEPPER
from kiosk.registry.copying import copies_in
from kiosk.registry.holding import KEY
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.queries import Office
from kiosk.registry.space import BALLAST_BYTES, has_ballast
from kiosk.registry.verify import whole
from kiosk.rules.broken import KioskError
from kiosk.rules.entries import Fault
from kiosk.rules.things import ClockQuality

BEHIND_MS = 60_000
"""How far the clock may be behind the newest entry. Ours: the kiosk itself allows less."""

COPY_DAYS = 2
"""A copy is made each evening; two days without one are an evening that failed. Ours."""

BACKUP_CONF = "etc/kiosk/backup.conf"
BACKUP_FOLDER = "media/kiosk-backup"
"""Where systemd/backup.service has copies put, if nobody wrote another place into backup.conf."""

_OTHERS = 0o007
_ALL_BUT_OWNER = 0o077


def book(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield what is wrong with the book and what guards it."""
    folder = settings.folder
    if not box.may_enter(folder, f"the book in {folder}"):
        return
    copies = [folder / name for name in (DATABASE, LINES)]
    if not any(copy.exists() for copy in copies):
        yield say("book_missing", folder=folder)
        return
    yield from _guarded(folder, say)
    lost = [copy for copy in copies if not copy.exists()]
    if lost:
        yield say("copy_missing", copy=lost[0])
    if not all(os.access(copy, os.R_OK, effective_ids=True) for copy in copies if copy.exists()):
        box.unseen.append(f"the book in {folder}")
        return
    if not lost:
        yield from _read(settings, box, say)
    yield from _copied(settings, box, say)


def _guarded(folder: Path, say: Say) -> Iterator[Finding]:
    for name in (KEY, PEPPER):
        path = folder / name
        if not path.exists():
            yield say("key_missing", path=path)
        elif path.stat().st_mode & _ALL_BUT_OWNER:
            yield say("key_open", path=path)
    if folder.stat().st_mode & _OTHERS:
        yield say("book_open", folder=folder)
    if not has_ballast(folder):
        yield say("ballast_missing", folder=folder, size=BALLAST_BYTES >> 20)


def _read(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield what the book itself tells. One that cannot be read tells that alone."""
    try:
        verdict = whole(settings.folder, chain_only=True)
        if not verdict.good:
            unchecked = verdict.fault is Fault.BOOK_UNCHECKED
            yield say("book_unread" if unchecked else "book_broken", why=verdict.sentence)
            return
        with closing(Office.at(settings.folder / DATABASE)) as office:
            yield from _clock(office, box, say)
            yield from _policy(office, settings, say)
            if begun := open_update(office):
                yield say("update_open", entry=begun[0])
            yield from _drilled(office, settings, box, say)
        yield from _vouched(settings, box, say)
        yield from certificates(settings, box, say)
    except (KioskError, OSError) as wrong:
        yield say("book_unread", why=wrong)


def _clock(office: Office, box: Box, say: Say) -> Iterator[Finding]:
    at = next((line.entry.at for line in office.lines() if line.entry is not None), None)
    newest_ms = office.newest_ms()
    if at is None or newest_ms is None:
        return
    if box.now_ms < newest_ms - BEHIND_MS:
        yield say("clock_behind", minutes=(newest_ms - box.now_ms) // 60_000)
    if box.is_kiosk and at.clock is ClockQuality.UNKNOWN:
        yield say("clock_unsure")


def _policy(office: Office, settings: Settings, say: Say) -> Iterator[Finding]:
    policy = in_force(office)
    if policy is not None and policy.digest not in {"", settings.policy.digest}:
        yield say("policy_waits", now=policy.digest, next=settings.policy.digest)


def _vouched(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield a key that nobody stood by. A simulated bay guards nothing, and is asked for none."""
    key = key_in_use(settings) if box.is_kiosk and not settings.simulated else None
    if key is not None and key.enrolled is None:
        yield say("key_not_enrolled", key=key.fingerprint)


def _drilled(office: Office, settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    made_ms, begun_ms = last_drill_ms(office), office.begun_ms()
    since_ms = begun_ms if made_ms is None else made_ms
    days = 0 if since_ms is None else (box.now_ms - since_ms) // DAY_MS
    if days >= settings.policy.restore_drill_d:
        code = "restore_never_tried" if made_ms is None else "restore_drill"
        yield say(code, days=days, allowed=settings.policy.restore_drill_d)


def _copied(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield what is wrong with the copies of each evening, where an evening makes some."""
    if not box.is_kiosk:
        return
    folder = box.root / BACKUP_FOLDER
    for line in box.text(BACKUP_CONF).splitlines():
        name, _, value = line.partition("=")
        if name == "BACKUP_FOLDER":
            folder = box.root / value.strip("\"'").lstrip("/")
    if not box.may_enter(folder, f"the copies in {folder}"):
        return
    copies = copies_in(folder, settings.kiosk.name)
    if not copies:
        yield say("copies_missing", folder=folder)
        return
    days = (box.now_ms - round(copies[-1].stat().st_mtime * 1000)) // DAY_MS
    if days >= COPY_DAYS:
        yield say("copy_old", copy=copies[-1], days=days)

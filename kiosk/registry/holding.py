"""Who writes a book: one program at a time, for the kiosk whose book it is, with its key."""

import contextlib
import fcntl
import os
import re
from pathlib import Path

from kiosk.registry import keys
from kiosk.registry.files import read_whole, sync_folder
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong

KEY = "kiosk.key"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def take_hold(
    folder: Path, kiosk: str, closing: contextlib.ExitStack, *, create: bool = False
) -> tuple[keys.SigningKey, bool]:
    """Keep every other writer out of a folder until `closing` ends, and return the book's key.

    The second value is whether there is no book here yet (`create`): the key is new then, and kept
    nowhere.

    Raises:
        BookBroken: there is no book, or its key is gone.
        BookUnwritable: another program is writing it.
        ConfigWrong: the book is another kiosk's, or the name cannot be one.
        OSError: the disk does not take or give bytes.
    """
    if not _NAME.fullmatch(kiosk):
        raise ConfigWrong(
            f"kiosk: {kiosk!r} cannot be a kiosk's name; expected letters, digits, '.', '_', '-'"
        )
    secret = read_whole(folder / KEY)
    if secret is None and not create:
        _refuse_without_key(folder)
        raise BookBroken(f"There is no book in {folder}.")
    _make_folder(folder)
    _lock(folder, closing)
    public = _public_key(folder, kiosk)
    if secret is None:
        _refuse_without_key(folder)
        return keys.SigningKey(kiosk, os.urandom(32)), True
    return _belonging(folder, kiosk, secret, public), False


def has_book(folder: Path) -> bool:
    """Return whether a book was ever made in a folder, whatever became of parts of it.

    Raises:
        PermissionError: this account may not look.
    """
    return any((folder / name).exists() for name in (KEY, LINES, DATABASE))


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o750, parents=True)
        sync_folder(folder.parent)


def _lock(folder: Path, closing: contextlib.ExitStack) -> None:
    """Keep every other writer out until this program ends, however it ends."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    closing.callback(os.close, handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as wrong:
        raise BookUnwritable(
            f"Another program has the book in {folder} open for writing. There is one writer: stop"
            " the kiosk first."
        ) from wrong


def _public_key(folder: Path, kiosk: str) -> keys.HeadKey | None:
    """Return the public key in a folder; None where it is gone. Refuse another kiosk's."""
    text = read_whole(folder / keys.PUBLIC_KEY)
    if text is None:
        return None
    key = keys.key_from_text(text.decode(errors="replace"))
    if key.kiosk != kiosk:
        raise ConfigWrong(
            f"[kiosk], name: the book in {folder} is that of {key.kiosk!r}, not of {kiosk!r}. Give"
            " the kiosk its name again, or another folder. Nothing was written."
        )
    return key


def _belonging(
    folder: Path, kiosk: str, secret: bytes, public: keys.HeadKey | None
) -> keys.SigningKey:
    """Return the key of a book, with those before it.

    Refuses one that is not this book's before its signatures make the book look forged.
    """
    key = keys.SigningKey(kiosk, secret, () if public is None else public.before)
    if public is not None and public.text != key.text:
        raise BookBroken(
            f"{KEY} and {keys.PUBLIC_KEY} in {folder} do not belong together: one of them was"
            " exchanged. Put both back from the backup. Nothing was written."
        )
    return key


def _refuse_without_key(folder: Path) -> None:
    lines = folder / LINES
    if lines.exists() and lines.stat().st_size:
        raise BookBroken(
            f"There are lines in {folder} and no {KEY}: nobody can sign the next one. Put the key"
            " back from the backup, or move the folder away and enrol the kiosk anew."
        )


def signing_key(folder: Path, kiosk: str) -> keys.SigningKey:
    """Return the key of the book in a folder, to sign a report with; nothing is written.

    Raises:
        BookBroken: there is none, or another one.
        ConfigWrong: the book is another kiosk's.
        OSError: this account may not read it.
    """
    public = _public_key(folder, kiosk)
    secret = read_whole(folder / KEY)
    if secret is None:
        raise BookBroken(f"There is no {KEY} in {folder}: nobody can sign for this kiosk.")
    return _belonging(folder, kiosk, secret, public)

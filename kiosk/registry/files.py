"""How files are made so that a power cut leaves the whole of them, or nothing.

A new name in a folder is durable only after the folder itself was synced.
"""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable.

    Raises:
        OSError: they may not be.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, content: bytes) -> None:
    """Write every byte at the file's position; the kernel may take them in several bites.

    Raises:
        OSError: not all were taken.
    """
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def write_whole(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """Put a file in place, durably: all of it, or none of it.

    Raises:
        OSError: the file before it, if any, is still there.
    """
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)
    sync_folder(path.parent)


def read_whole(path: Path) -> bytes | None:
    """Return what a file holds, or None if it is not there.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None

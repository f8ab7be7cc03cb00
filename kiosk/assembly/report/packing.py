"""The file that leaves: a .zip, which opens on any telephone and any computer by a touch."""

import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile


def packed(texts: Mapping[str, str], path: Path) -> int:
    """Write a report's texts into a new file that its owner alone may read; return its bytes.

    Raises:
        OSError: there is such a file, or it cannot be written.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(name, text)
            archive.close()
            file.flush()
            os.fsync(file.fileno())  # the stick is pulled out as soon as the command is done
            return file.tell()
    except BaseException:
        path.unlink()
        raise

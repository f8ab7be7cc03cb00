"""What disk and database say when they fail, in words that a technician can act on.

Their own name of the failure stands behind, as a code: it is what one searches for, or reads out on
the telephone. Knows neither SQLite nor the book.
"""

import errno

_DATABASE = {
    "SQLITE_BUSY": "another program holds the database",
    "SQLITE_LOCKED": "another program holds the database",
    "SQLITE_NOTADB": "the file is no database",
    "SQLITE_CORRUPT": "pages of the database are damaged",
    "SQLITE_ERROR": "the database is not as ours are",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "the database can only be read",
    "SQLITE_CANTOPEN": "the database cannot be opened",
    "SQLITE_PERM": "this account may not open the database",
    "SQLITE_IOERR": "the disk did not do what the database asked of it",
}

_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full for this account",
    errno.EFBIG: "the file may not grow any more",
    errno.EIO: "the disk does not answer",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "this account may not open or write it; look whose it is",
    errno.EPERM: "this account may not open or write it; look whose it is",
    errno.ENOENT: "it is not there",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.ELOOP: "it is a link to itself",
    errno.ENAMETOOLONG: "the name is too long",
}


def plainly(wrong: BaseException) -> str:
    """Return what failed in our words; what has none is said in its own."""
    name = getattr(wrong, "sqlite_errorname", "")
    words = _DATABASE.get("_".join(name.split("_")[:2]))
    if words is not None:
        _, missing, table = str(wrong).partition("no such table: ")
        return f"the database has no table {table}, {name}" if missing else f"{words}, {name}"
    if isinstance(wrong, OSError) and wrong.errno in _DISK:
        where = f"{wrong.filename}: " if wrong.filename is not None else ""
        return f"{where}{_DISK[wrong.errno]}, {errno.errorcode[wrong.errno]}"
    return str(wrong)

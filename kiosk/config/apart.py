"""A training register and a real one never meet: not in a folder, not at a socket, not on a wire.

`training = true` in [kiosk] is only for a file whose every part is simulated, and for a folder that
`kiosk train` made and marked. A file without it is only for a folder without that mark. Each
command reads kiosk.toml here, so that none gets by.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from kiosk.rules.broken import ConfigWrong

MARK = "training"
"""The file in a book's folder that says: nothing in here is true."""

SIMULATED = "simulated"


class Whose(Protocol):
    """What the `[kiosk]` of a file says."""

    @property
    def training(self) -> bool:
        """Whether its register is an invented one."""
        ...

    @property
    def folder(self) -> str:
        """Where its book is kept."""
        ...

    @property
    def socket(self) -> str:
        """Where it answers."""
        ...


class Laid(Protocol):
    """A file, as far as it is looked at here."""

    @property
    def kiosk(self) -> Whose:
        """Its `[kiosk]`."""
        ...

    def kinds(self) -> Iterable[tuple[str, str]]:
        """Return every part, and what kind it is of."""
        ...

    def boards(self) -> Iterable[str]:
        """Return the sections that speak of chips on a board."""
        ...


def check_simulated(settings: Laid, name: str) -> None:
    """Insist that nothing real hangs on a training register.

    Raises:
        ConfigWrong: a part is real, or the socket is not the register's own.
    """
    if not settings.kiosk.training:
        return
    for part, kind in settings.kinds():
        if kind != SIMULATED:
            raise ConfigWrong(
                f"{name}: {part}: is {kind}: everything of a training register is simulated"
            )
    for section in settings.boards():
        raise ConfigWrong(f"{name}: {section}: a training register has no such part")
    socket, folder = Path(settings.kiosk.socket), Path(settings.kiosk.folder)
    own = f"kiosk-{MARK}-"
    if socket.parent != folder.parent and not socket.name.startswith(own):
        raise ConfigWrong(
            f"{name}: [kiosk], socket: a training register has its own, beside its folder, or one"
            f" that is called {own}..."
        )


def check_folder(settings: Laid, name: str) -> None:
    """Insist that the folder is of the kind that the file is of.

    Raises:
        ConfigWrong: a training register in a folder of a real one, or the other way round.
    """
    folder = Path(settings.kiosk.folder)
    marked = (folder / MARK).exists()
    if settings.kiosk.training and not marked:
        raise ConfigWrong(
            f"{name}: [kiosk], folder: {folder} was not made by `kiosk train`; a training"
            " register is kept nowhere else"
        )
    if marked and not settings.kiosk.training:
        raise ConfigWrong(
            f"{name}: [kiosk], folder: {folder} holds a training register; nothing in it is true"
        )

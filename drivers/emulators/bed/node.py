"""A device node that comes and goes, and the calls that a kernel would take at it.

For Debian's own Python: stands on the standard library alone.
"""

import socket
from pathlib import Path
from typing import Any, Final

PACKET: Final = 65536
"""The longest packet between the two ends, in bytes."""

Gi = Any
"""What comes from gi, which has no types."""

Client = Any
"""umockdev's word for somebody who has the device open."""


class Node:
    """One node below /dev. umockdev calls it in one thread, the hand in another."""

    name: str
    """Its place below /dev."""
    description: str
    """What umockdev is told of it."""
    orders = "unplug and plug"
    """What a hand may order."""

    def __init__(self, far: socket.socket) -> None:
        """Make it; `far` leads to whoever answers for the device."""
        self._far = far

    def attach(self, testbed: Gi, adapter: Gi) -> None:
        """Put it into the made-up /dev."""
        testbed.add_from_string(self.description)
        testbed.attach_ioctl(f"/dev/{self.name}", adapter)
        self._place = Path(testbed.get_root_dir()) / "dev" / self.name
        self._target = self._place.readlink()

    # umockdev 0.17 can not remove a device and add it again: it keeps the old terminal in its
    # books, and stops. So only the node comes and goes, over the same terminal.

    def unplug(self) -> None:
        """Take the node away. A second time it does nothing."""
        self._place.unlink(missing_ok=True)

    def plug(self) -> None:
        """Put it back. A second time it does nothing."""
        if not self._place.is_symlink():
            self._place.symlink_to(self._target)

    def obey(self, order: str, argument: str) -> None:
        """Carry out an order of the hand.

        Raises:
            ValueError: there is no such order, or it can not be carried out now.
        """
        del argument
        match order:
            case "unplug":
                self.unplug()
            case "plug":
                self.plug()
            case _:
                raise ValueError(f"{order!a}: its orders are {self.orders}")

    def opened(self, client: Client) -> None:
        """Take note of somebody who opened it."""

    def read(self, client: Client) -> bool:
        """Answer a read; return whether it was answered."""
        del client
        return False

    def ioctl(self, client: Client) -> bool:
        """Answer an ioctl; return whether it was answered."""
        del client
        return False

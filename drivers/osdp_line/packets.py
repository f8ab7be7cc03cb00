"""Whole packets out of the bytes that come back on a line, still as bytes: a channel needs them so.

`drivers.protocols.osdp` tells what packets say; here they are only cut out and checked.
"""

from drivers.protocols.frames import Frame
from drivers.protocols.osdp import HEADER, PACKET_MAX, REPLY_BIT, SOM, read_packet


class ReplyCutter:
    """Cuts out the replies of one exchange. What is none is passed over, byte after byte."""

    def __init__(self) -> None:
        """Begin before the first byte."""
        self._waiting = bytearray()

    def feed(self, received: bytes) -> list[bytes]:
        """Take some bytes, and return the replies they complete; an echo of our own is none."""
        self._waiting += received
        replies: list[bytes] = []
        while (at := self._waiting.find(SOM)) >= 0:
            del self._waiting[:at]
            if len(self._waiting) < HEADER:
                return replies
            length = int.from_bytes(self._waiting[2:4], "little")
            if HEADER < length <= PACKET_MAX and len(self._waiting) < length:
                return replies
            packet = bytes(self._waiting[:length])
            whole = HEADER < length <= PACKET_MAX and isinstance(read_packet(packet), Frame)
            del self._waiting[: length if whole else 1]
            if whole and packet[1] & REPLY_BIT:
                replies.append(packet)
        self._waiting.clear()
        return replies

    def pause(self) -> list[bytes]:
        """Say that nothing more came: a SOM whose packet did not end was noise; look behind it."""
        replies: list[bytes] = []
        while self._waiting:
            del self._waiting[0]
            replies += self.feed(b"")
        return replies

"""Whole packets out of the bytes that come back on a line, still as bytes: a channel needs them so.

`drivers.protocols.osdp` tells what packets say; here they are only cut out and checked.
"""

from drivers.protocols.frames import Frame
from drivers.protocols.osdp import HEADER, MARK, PACKET_MAX, REPLY_BIT, SOM, read_packet


class ReplyCutter:
    """Cuts out the replies on a line. What is none is passed over, byte after byte, and counted."""

    def __init__(self) -> None:
        """Begin before the first byte."""
        self._waiting = bytearray()
        self._strange = 0

    def strange(self) -> int:
        """Return how many bytes belonged to no packet, and were no marks, since this was asked."""
        strange, self._strange = self._strange, 0
        return strange

    def feed(self, received: bytes) -> list[bytes]:
        """Take some bytes, and return the replies they complete; an echo of our own is none."""
        self._waiting += received
        replies: list[bytes] = []
        while (at := self._waiting.find(SOM)) >= 0:
            self._pass_over(at)
            if len(self._waiting) < HEADER:
                return replies
            length = int.from_bytes(self._waiting[2:4], "little")
            if HEADER < length <= PACKET_MAX and len(self._waiting) < length:
                return replies
            packet = bytes(self._waiting[:length])
            whole = HEADER < length <= PACKET_MAX and isinstance(read_packet(packet), Frame)
            if whole:
                del self._waiting[:length]
            else:
                self._pass_over(1)
            if whole and packet[1] & REPLY_BIT:
                replies.append(packet)
        self._pass_over(len(self._waiting))
        return replies

    def pause(self) -> list[bytes]:
        """Say that nothing more came: a SOM whose packet did not end was noise; look behind it."""
        replies: list[bytes] = []
        while self._waiting:
            self._pass_over(1)
            replies += self.feed(b"")
        return replies

    def _pass_over(self, count: int) -> None:
        self._strange += count - self._waiting.count(MARK, 0, count)
        del self._waiting[:count]

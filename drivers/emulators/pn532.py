"""A PN532 on a serial line, from what NXP's manual UM0701-02 says that its firmware does.

Wake-up, acknowledgements, InListPassiveTarget, InDataExchange with the block protocol, field on and
off. It answers at once: time passes in it alone. Its far end is `far_end.FarEnd(link, chip.hear)`.
"""

from collections.abc import Callable
from typing import Final

from drivers.emulators.field import Field, Heard, crc_a
from drivers.emulators.moments import Moments

_ACK: Final = bytes.fromhex("0000ff00ff00")
_REFUSED: Final = b"\x7f"
_SETTLES_S: Final = 0.0052  # the firmware waits that long between field and first question
_LEVELS: Final = (0x93, 0x95, 0x97)
_INCOMPLETE: Final = 0x04
_SMART: Final = 0x20
_SHORT: Final = 7
_CRC: Final = 2
_FRAME_SIZES: Final = (16, 24, 32, 40, 48, 64, 96, 128, 256)
_NO_ANSWER: Final = b"\x01"
_WAITS: Final = 60


class EmulatedPn532:
    """The chip, its firmware and the field before its antenna."""

    def __init__(self, firmware: bytes = bytes.fromhex("32010607")) -> None:
        """Lie there asleep, as after power-on.

        Args:
            firmware: what it says of itself: chip, version, revision, what it supports.
        """
        self.field = Field()
        self.stuck = False
        """Whether it acknowledges and then says nothing."""
        self.damages = 0
        """So many of its next answers arrive with a wrong check."""
        self.asked: list[bytes] = []
        """Every command it took."""
        self._firmware = firmware
        self._moments = Moments()
        self._commands: dict[int, Callable[[bytes], bytes]] = {
            0x02: lambda _: self._firmware,
            0x14: self._configure,
            0x32: self._radio,
            0x4A: self._list,
            0x40: self._exchange,
        }
        self.power_off()

    def power_off(self) -> None:
        """Lose power for a moment: asleep again, and the field off."""
        self._waiting = b""
        self._awake = self._normal = False
        self._last = b""
        self._sizes: list[int] = []
        self._number = 0
        self.field.switch(self._moments.now(), on=False)

    def hear(self, received: bytes) -> bytes:
        """Take some bytes from the host, and return what the chip says to them."""
        if not self._awake:
            awake = received.find(0x55)
            if awake < 0:
                return b""
            self._awake, received = True, received[awake:]
        self._waiting += received
        said = b""
        while (contents := self._next_frame()) is not None:
            said += self._answer(contents)
        return said

    def _next_frame(self) -> bytes | None:
        """Take the next frame: its contents, b"ACK" or b"NACK"; None until it is whole."""
        while (at := self._waiting.find(b"\x00\xff")) >= 0:
            head = self._waiting[at + 2 : at + 4]
            if len(head) < len(_REFUSED) + 1:
                return None
            if head in {b"\x00\xff", b"\xff\x00"}:
                self._waiting = self._waiting[at + 4 :]
                return b"ACK" if head == b"\x00\xff" else b"NACK"
            whole = at + 4 + head[0] + 2
            if sum(head) & 0xFF:
                self._waiting = self._waiting[at + 2 :]
                continue
            if len(self._waiting) < whole:
                return None
            contents = self._waiting[at + 4 : whole - 1]
            self._waiting = self._waiting[whole:]
            if not sum(contents) & 0xFF:
                return contents[:-1]
        return None

    def _answer(self, contents: bytes) -> bytes:
        if contents == b"ACK":
            return b""  # nothing of ours takes long enough to be called off
        if contents == b"NACK":
            return self._sent()
        command = self._commands.get(contents[1])
        self.asked.append(contents[1:])
        if command is None or not (self._normal or contents[1] in {0x02, 0x14}):
            self._last = _REFUSED
        else:
            self._last = bytes([0xD5, contents[1] + 1]) + command(contents[2:])
        return _ACK if self.stuck else _ACK + self._sent()

    def _sent(self) -> bytes:
        check = -sum(self._last) & 0xFF
        if self.damages:
            self.damages -= 1
            check ^= 0xFF
        size = len(self._last)
        return b"\0\0\xff" + bytes([size, -size & 0xFF]) + self._last + bytes([check, 0])

    def _configure(self, params: bytes) -> bytes:
        self._normal = params[:1] == b"\x01"
        return b""

    def _radio(self, params: bytes) -> bytes:
        if params[:1] == b"\x01":
            self._switch(on=bool(params[1] & 1))
        return b""

    def _switch(self, *, on: bool) -> None:
        self.field.switch(self._moments.now(), on=on)
        self._moments.wait(_SETTLES_S)

    def _list(self, params: bytes) -> bytes:
        self._switch(on=True)
        self._sizes = []
        found = b""
        for number in range(1, params[0] + 1):
            target = self._activated()
            if target is None:
                break
            found += bytes([number]) + target
        return bytes([len(self._sizes)]) + found

    def _activated(self) -> bytes | None:
        """Wake one card that does not sleep, select it, and return what is told of it."""
        atqa = self._said(b"\x26", _SHORT)
        if atqa is None:
            return None
        uid = b""
        for level in _LEVELS:
            part = self._part(level)
            if part is None:
                return None
            select = bytes([level, 0x70]) + part
            sak = self._said(select + crc_a(select))
            if sak is None:
                return None
            if not sak.frame[0] & _INCOMPLETE:
                uid += part[:4]
                told = atqa.frame[::-1] + bytes([sak.frame[0], len(uid)]) + uid
                return self._introduced(told, smart=bool(sak.frame[0] & _SMART))
            uid += part[1:4]
        return None

    def _part(self, level: int) -> bytes | None:
        """Return one level of a UID; where cards collide, that of the first among them."""
        question = bytes([level, 0x20])
        heard = self._said(question)
        if heard is None:
            return None
        if heard.collision is None:
            return heard.frame
        answers = (card.hear(question, 16) for card in self.field.cards)
        return next(said.frame for said in answers if said)

    def _introduced(self, told: bytes, *, smart: bool) -> bytes | None:
        if not smart:
            self._sizes.append(0)
            halt = b"\x50\x00"
            self._said(halt + crc_a(halt))
            return told
        ats = self._checked(b"\xe0\x50")
        if ats is None:
            return None
        self._sizes.append(_FRAME_SIZES[min(ats[1] & 0x0F, 8)])
        self._number = 0
        return told + ats

    def _exchange(self, params: bytes) -> bytes:
        if not self._sizes or params[0] != 1:
            return b"\x27"
        if not self._sizes[0]:
            return _NO_ANSWER  # plain cards sleep here, and nobody asks them more than their UID
        size = self._sizes[0] - 1 - _CRC
        pieces = [params[at : at + size] for at in range(1, len(params), size)]
        answer: bytes | None = b""
        for place, piece in enumerate(pieces):
            chained = 0x10 if place < len(pieces) - 1 else 0
            answer = self._block(bytes([0x02 | chained | self._number]) + piece)
            if answer is None:
                return _NO_ANSWER
        return self._collected(answer or b"")

    def _collected(self, block: bytes) -> bytes:
        """Return the whole answer of the card, whose first block is here."""
        told = block[1:]
        while block[0] & 0x10:
            more = self._block(bytes([0xA2 | self._number]))
            if more is None:
                return _NO_ANSWER
            block = more
            told += block[1:]
        return b"\x00" + told

    def _block(self, block: bytes) -> bytes | None:
        """Send a block, grant the card what time it asks for, and count the number on."""
        for _ in range(_WAITS):
            heard = self._checked(block)
            if heard is None:
                return None
            if heard[0] != 0xF2:  # noqa: PLR2004 - a request for time
                self._number ^= 1
                return heard
            block = heard
        self.stuck = True  # the firmware goes on for ever
        return None

    def _checked(self, frame: bytes) -> bytes | None:
        heard = self._said(frame + crc_a(frame))
        if heard is None or crc_a(heard.frame[:-_CRC]) != heard.frame[-_CRC:]:
            return None
        return heard.frame[:-_CRC]

    def _said(self, frame: bytes, bits: int | None = None) -> Heard | None:
        heard = self.field.send(self._moments.now(), frame, bits or 8 * len(frame))
        self._moments.wait(heard.after_s if heard else 0.001)
        return heard

"""The line: one port, one thread, and a turn for each reader on it."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from drivers.osdp_line.conversation import Conversation
from drivers.osdp_line.orders import Colour, Order, beeps, light
from drivers.osdp_line.packets import ReplyCutter
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.noise import Noise
from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.parts.supervision import State, SupervisedReader
from drivers.protocols.aes import MakeAes
from drivers.protocols.osdp_session import RND, SecureChannel
from drivers.readings import Put

USUAL_BAUD: Final = 9600
"""What every reader must be able to do (SIA OSDP 2.2, 4.2)."""

TURN_S: Final = 0.05
"""Between two rounds. Ours: with two readers at 9600 baud a card is told within 0.2 s."""

ANSWER_S: Final = 0.3
"""A reader begins to answer within 200 ms (SIA OSDP 2.2, 5.7); a USB adapter holds bytes 16 ms
back, and 60 bytes take 63 ms at 9600 baud."""

_TICK_S: Final = 0.02
_QUIET_S: Final = 0.1
"""So long a silence ends a packet. Ours: a busy USB adapter makes gaps of 16 to 50 ms."""
_GLITCH: Final = 2
"""Bytes that belong to no packet and are no noise. Ours: a line that turns round makes one or two.
"""
_ADDRESSES: Final = range(127)


@dataclass(frozen=True, slots=True)
class OsdpReader:
    """One reader on a line, as it was set up."""

    reader: str
    """The name that readings carry; its tamper and power are `NAME tamper` and `NAME power`."""
    addr: int
    scbk: bytes
    """Its own base key, sixteen bytes; never the default one."""
    client_uid: bytes | None = None
    """The eight bytes it called itself when its key was set, or None if that was not kept."""


class OsdpLine(SupervisedReader):
    """The readers on one RS-485 line. Each says Found and Lost for itself; so does the line.

    Noise is rejected in the line's name: nobody can tell whose it was.
    """

    def __init__(  # noqa: PLR0913 - one keyword per setting of the line
        self,
        line: str,
        url: str,
        readers: Sequence[OsdpReader],
        *,
        make_aes: MakeAes,
        baud: int = USUAL_BAUD,
        chance: Callable[[int], bytes] = os.urandom,
        clock: Clock = time.monotonic,
    ) -> None:
        """Do nothing yet.

        Args:
            line: the name of the line in Lost and Found, and in rejections for noise.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            readers: who is on it.
            make_aes: makes the cipher of a key.
            baud: bits a second, the same for all of them.
            chance: gives so many bytes of chance.
            clock: seconds that only grow.

        Raises:
            ValueError: two readers at one address or with one name, or an address beyond 126.
            DefaultKeyRefused: a reader's key is the one that everybody knows.
        """
        super().__init__(line)
        addresses = [one.addr for one in readers]
        if len(set(addresses)) < len(addresses) or any(a not in _ADDRESSES for a in addresses):
            raise ValueError(f"line {line}: each reader has an address of its own, 0 to 126")
        if len({one.reader for one in readers}) < len(readers):
            raise ValueError(f"line {line}: each reader has a name of its own")
        self._url = url
        self._baud = baud
        self._clock = clock
        self._cutter = ReplyCutter()
        self._noise = Noise(line, clock)

        def conversation(one: OsdpReader) -> Conversation:
            def channel() -> SecureChannel:
                return SecureChannel(
                    make_aes, one.scbk, chance(RND), addr=one.addr, client_uid=one.client_uid
                )

            channel()  # a wrong key is told here, not by the thread
            return Conversation(one.reader, one.addr, channel, clock)

        self._conversations = {one.reader: conversation(one) for one in readers}

    @property
    def readers(self) -> tuple[Conversation, ...]:
        """The readers' conversations: state, why, faults and refused, for a technician."""
        return tuple(self._conversations.values())

    def show(self, reader: str, colour: Colour, seconds: float | None = None) -> None:
        """Have a reader show a colour, for a while or until the next. Any thread; returns at once.

        A reader that is away shows nothing later: an old light is a wrong one.
        """
        self._order(reader, light(colour, seconds))

    def beep(self, reader: str, count: int = 1) -> None:
        """Have a reader sound so many times. Any thread; returns at once."""
        self._order(reader, beeps(count))

    def _order(self, reader: str, order: Order) -> None:
        conversation = self._conversations[reader]
        if conversation.state is State.READY:
            conversation.order(order)

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        with SerialPort(self._url, self._baud, tick_s=_TICK_S) as port:
            self._cutter = ReplyCutter()
            port.forget()  # what an adapter says when it is opened is nobody's noise
            ready()
            try:
                while not self._stopping.is_set():
                    self._round(port, put)
                    self._stopping.wait(TURN_S)
            except DeviceGone:
                for each in self.readers:
                    for reading in each.port_gone():
                        put(reading)
                raise

    def _round(self, port: SerialPort, put: Put) -> None:
        """Give every reader its turn."""
        for each in self.readers:
            packet = each.next_packet()
            if packet is None or self._stopping.is_set():
                continue
            self._cutter.feed(port.forget())
            self._cutter.pause()
            self._judge(put)
            port.send(packet)
            answer = self._answer(port, each)
            self._judge(put)
            for reading in each.silence() if answer is None else each.take(answer):
                put(reading)
            if answer is not None:
                self._proved_itself()

    def _judge(self, put: Put) -> None:
        """Tell of noise since the last time, if it was more than a glitch."""
        if self._cutter.strange() > _GLITCH:
            self._noise.tell(put)

    def _answer(self, port: SerialPort, asked: Conversation) -> bytes | None:
        heard = self._clock()
        until = heard + ANSWER_S
        while (now := self._clock()) < until and not self._stopping.is_set():
            received = port.received()
            packets = self._cutter.feed(received)
            if received:
                heard = now
            elif now - heard >= _QUIET_S:
                packets = self._cutter.pause()
            for packet in packets:
                if asked.awaits(packet):
                    return packet
        return None

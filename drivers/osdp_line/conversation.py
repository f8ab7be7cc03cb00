"""What the control panel says to one OSDP reader, and what it makes of the answers. Sans-I/O.

A conversation is: a greeting, a secure channel, then a question after the other. Before the channel
stands nothing of what the reader says is believed, and nothing is asked outside it: a channel that
ends is followed by a greeting, never by plain text. Time comes in as an argument.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from drivers.osdp_line.cards import card_of, text_of
from drivers.osdp_line.orders import Order
from drivers.parts.repeats import Clock, Repeats
from drivers.parts.supervision import BACK_OFF_S, State
from drivers.protocols.osdp import CONTROL_CRC, CONTROL_SEQUENCE, CRC_LENGTH, HEADER, SOM, sealed
from drivers.protocols.osdp_payloads import fields
from drivers.protocols.osdp_session import (
    DEFAULT_KEY,
    NO_PACKET,
    PLAIN_TEXT,
    WRONG_DEVICE,
    WRONG_KEY,
    WRONG_MAC,
    WRONG_ORDER,
    Over,
    Reply,
    SecureChannel,
)
from drivers.readings import Found, Lost, Reading

TRIES: Final = 3
"""Times that a packet is sent before the reader counts as gone. Ours; a reader that has taken it
answers a repeated number with the same answer (SIA OSDP 2.2, 5.9)."""

STATUS_S: Final = 5.0
"""How often tamper and power are asked for. Most readers tell a change by themselves. Ours."""

AWAY_S: Final = 0.5
"""So long unread, and the same card is told again. Ours."""

ORDERS_MAX: Final = 8
"""Orders that wait; when more come, the oldest are forgotten: a late light is a wrong one."""

GOOD_ANSWERS: Final = 50
"""So many answers without a failure, and the reader counts as well again."""

_POLL, _ID, _STATUS = 0x60, 0x61, 0x64
_NAK, _STATUS_TOLD, _RAW, _FMT = 0x41, 0x48, 0x50, 0x51
_STANDARD: Final = b"\x00"

_SENTENCES: Final = {
    WRONG_KEY: "has another key than ours, or is another reader",
    WRONG_MAC: "said something that was not its own: look who else is on the line",
    WRONG_ORDER: "answered what nobody asked",
    WRONG_DEVICE: "is another reader than the one that was set up",
    DEFAULT_KEY: "has only the default key that everybody knows: give it a key of its own",
    PLAIN_TEXT: "spoke in plain text: its supply dipped, or somebody else is on the line",
    NO_PACKET: "sent something that is no packet",
}
"""Why a channel is over -> the end of a sentence that begins with the reader."""

_WRONG: Final = {"tamper": "says that its case is open", "power": "says that its supply fails"}
"""Part of a reader that has a name of its own in Lost and Found -> the end of such a sentence."""


class Conversation:
    """One reader on the line. One thread, the line's; only `order` may be called from any."""

    def __init__(
        self, reader: str, addr: int, make_channel: Callable[[], SecureChannel], clock: Clock
    ) -> None:
        """Say nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            addr: the reader's address.
            make_channel: makes a channel that has not begun, with new chance.
            clock: seconds that only grow.
        """
        self.reader = reader
        self.addr = addr
        self.state = State.GONE
        self.why = "it was not started"
        """One English sentence on the last failure; empty while the reader is ready."""
        self.faults = 0
        """How often it failed since the program began."""
        self.refused = ""
        """The last thing it would not do, for a technician."""
        self._make_channel = make_channel
        self._clock = clock
        self._repeats = Repeats(AWAY_S, clock)
        self._orders: deque[Order] = deque(maxlen=ORDERS_MAX)
        self._channel: SecureChannel | None = None
        self._packet = b""
        self._told = ""
        self._wrong = dict.fromkeys(_WRONG, False)
        self._failures = self._answers = self._tries = 0
        self._wait_until = self._status_at = float("-inf")

    def order(self, order: Order) -> None:
        """Have an order sent, once the reader is ready."""
        self._orders.append(order)

    # ------------------------------------------------------------ what is said
    def next_packet(self) -> bytes | None:
        """Return what has to be sent now, or None while the reader is left alone."""
        now = self._clock()
        if now < self._wait_until:
            return None
        if not self._packet:
            self._packet = self._question(now)
        return self._packet

    def awaits(self, packet: bytes) -> bool:
        """Say whether a packet answers what was said last; an answer that comes late does not."""
        return packet[1] & 0x7F == self.addr and (
            packet[4] & CONTROL_SEQUENCE == self._packet[4] & CONTROL_SEQUENCE
        )

    def _question(self, now: float) -> bytes:
        if self._channel is None:
            self.state = State.OPENING
            return self._greeting()
        if not self._channel.established:
            return self._channel.challenge()
        if now >= self._status_at:
            self._status_at = now + STATUS_S
            return self._channel.command(_STATUS)
        if self._orders:
            order = self._orders.popleft()
            return self._channel.command(order.code, order.payload)
        return self._channel.command(_POLL)

    def _greeting(self) -> bytes:
        """Return a packet with number 0, which begins anew, in the clear and without a secret."""
        length = HEADER + 2 + CRC_LENGTH
        head = bytes([SOM, self.addr]) + length.to_bytes(2, "little") + bytes([CONTROL_CRC])
        return sealed(head + bytes([_ID]) + _STANDARD)

    # ------------------------------------------------------------ what comes back
    def take(self, packet: bytes) -> list[Reading]:
        """Take the answer to what was said last, from its SOM to its check."""
        self._packet = b""
        self._tries = 0
        if self._channel is None:
            self._channel = self._make_channel()  # whatever it said of itself, it has to prove it
            return []
        told = self._channel.take(packet)
        if isinstance(told, Over):
            return self._failed(f"reader {self.reader} {_SENTENCES[told.why]}", State.FAULT)
        if not self._channel.established:
            self._packet = self._channel.proof()
            return []
        self._answers += 1
        if self._answers == GOOD_ANSWERS:
            self._failures = 0
        if self.state is not State.READY:
            self.state, self.why, self._told = State.READY, "", ""
            self._status_at = float("-inf")
            return [Found(self.reader)]
        return self._meaning(told)

    def silence(self) -> list[Reading]:
        """Say that no answer came in time, or none that was whole."""
        self._tries += 1
        if self._tries < TRIES:
            return []
        return self._failed(f"no reader answers at address {self.addr}", State.GONE)

    def port_gone(self) -> list[Reading]:
        """Say that the line itself went."""
        readings = self._failed(f"the line of reader {self.reader} went away", State.GONE)
        self._wait_until = float("-inf")  # the line waits for all of them
        return readings

    def _failed(self, why: str, state: State) -> list[Reading]:
        self._channel, self._packet, self._tries, self._answers = None, b"", 0, 0
        self._orders.clear()
        self.state, self.why = state, why
        self.faults += 1
        self._wait_until = self._clock() + BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
        self._failures += 1
        if why == self._told:
            return []
        self._told = why
        return [Lost(self.reader, why)]

    def _meaning(self, reply: Reply) -> list[Reading]:
        if reply.code == _STATUS_TOLD:
            return self._status(reply.payload)
        if reply.code == _NAK:
            self.refused = str(fields("NAK", reply.payload).get("error", "unknown"))
        if reply.code not in {_RAW, _FMT}:
            return []  # an acknowledgement; or a key of its pad, which is nobody's business
        read = card_of if reply.code == _RAW else text_of
        reading = read(self.reader, reply.payload)
        return [reading] if self._repeats.is_news(reading) else []

    def _status(self, payload: bytes) -> list[Reading]:
        told = fields("LSTATR", payload)
        if not told:
            return []
        now_wrong = {"tamper": bool(told["tamper"]), "power": bool(told["power_failed"])}
        changed = [part for part, wrong in now_wrong.items() if wrong != self._wrong[part]]
        self._wrong = now_wrong
        return [self._part(part, wrong=now_wrong[part]) for part in changed]

    def _part(self, part: str, *, wrong: bool) -> Reading:
        device = f"{self.reader} {part}"
        return Lost(device, f"reader {self.reader} {_WRONG[part]}") if wrong else Found(device)

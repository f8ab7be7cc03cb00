"""An MFRC522 to register level, after NXP's data sheet (MFRC522, rev. 3.9): what SPI sees of it.

FIFO, timer, CRC coprocessor, self-test, Transceive with the cards in its field. MIFARE's cipher is
not here: MFAuthent hears no answer. What can befall a chip can befall this one: a loose wire, a
hang, a supply that dips.
"""

import heapq
import threading
from collections.abc import Callable
from itertools import count
from typing import Final

from drivers.emulators.field import BIT_S, Field, Heard, crc_16, crc_a
from drivers.emulators.mfrc522_facts import (
    CRC_PRESETS,
    READ_ONLY,
    SELF_TESTS,
    WRONG_SELF_TEST,
    Command,
    Register,
    power_on,
)

_CARRIER_HZ: Final = 13.56e6
_FIFO: Final = 64
_BUFFER: Final = 25
_START_UP_S: Final = 40e-6
"""Soft reset to oscillator ready: 37.74 us and a little (8.8.2; Arduino's library quotes it)."""
_SELF_TEST_S: Final = 0.006
_SELF_TEST: Final = 0x09  # AutoTestReg, 16.1.1, step 3
_COUNTED_BITS: Final = 5
"""The timer stops at the fifth bit of an answer (9.3.3.10, TAuto)."""

_TX, _RX, _ERR, _TIMER = 0x40, 0x20, 0x02, 0x01  # ComIrqReg
_CRC_DONE: Final = 0x04  # DivIrqReg
_COLLIDED, _OVERFLOWN, _BAD_CRC = 0x08, 0x10, 0x04  # ErrorReg
_TOP: Final = 0x80
_BOTH_DRIVERS: Final = 0x03  # Tx1RFEn and Tx2RFEn of TxControlReg
_COLLISION_MAX: Final = 32  # what CollPos can say (9.3.1.15)


class EmulatedMfrc522:
    """One chip with its field. `transfer` is a whole SPI message, chip select down to up."""

    def __init__(self, now: Callable[[], float], *, version: int = 0x92) -> None:
        """Switch the chip on.

        Args:
            now: seconds on any clock that never goes back.
            version: what VersionReg says; SELF_TESTS knows what such a chip answers.
        """
        self.field = Field()
        self.transfers = 0
        self.stuck = False
        """Registers answer, and no command ever ends: a chip that hangs."""
        self.failing = False
        """The self-test gives other bytes than the data sheet's: a counterfeit or broken chip."""
        self._now = now
        self._version = version
        self._lock = threading.RLock()
        self._floating: int | None = None
        self._buffer = bytes(_BUFFER)
        self._order = count()
        self._moment = self._ready_at = now()
        self._timer_ends: float | None = None
        self._command: int = Command.IDLE
        self.brown_out()

    # ---- what befalls a chip
    def brown_out(self) -> None:
        """Let the supply dip: everything is as at power-on, and the field was off."""
        with self._lock:
            self._fifo: list[int] = []
            self._reset()

    def unplug(self, level: int = 0x00) -> None:
        """Pull the wires: the reader's MISO line floats at 00 or FF."""
        with self._lock:
            self._floating = level
            self.field.switch(self._now(), on=False)

    def plug(self) -> None:
        """Put the wires back; the chip was without power."""
        with self._lock:
            self._floating = None
            self.brown_out()

    def register(self, register: Register) -> int:
        """Return what a register holds, without reading it."""
        return self._registers[register]

    # ---- SPI
    def transfer(self, sent: bytes) -> bytes:
        """Return what MISO says during a message, byte for byte (8.1.2)."""
        with self._lock:
            self.transfers += 1
            if self._floating is not None:
                return bytes([self._floating]) * len(sent)
            self._catch_up()
            address = sent[0] >> 1 & 0x3F
            if not sent[0] & _TOP:
                for value in sent[1:]:
                    self._write(address, value)
                return bytes(len(sent))
            told = bytearray(1)
            for following in sent[1:]:
                told.append(self._read(address))
                address = following >> 1 & 0x3F
            return bytes(told)

    def _read(self, address: int) -> int:
        match address:
            case Register.FIFO_BYTE:
                return self._fifo.pop(0) if self._fifo else 0
            case Register.FIFO_LEVEL:
                return len(self._fifo)
            case Register.TIMER_COUNT_HIGH | Register.TIMER_COUNT_LOW:
                left = self._ticks_left()
                return left >> 8 if address == Register.TIMER_COUNT_HIGH else left & 0xFF
            case _:
                return self._registers[address]

    def _write(self, address: int, value: int) -> None:
        if self._moment < self._ready_at or address in READ_ONLY:
            return
        match address:
            case Register.COMMAND:
                self._begin(value & 0x0F)
            case Register.COM_IRQ | Register.DIV_IRQ:
                bits = value & 0x7F
                held = self._registers[address]
                self._registers[address] = held | bits if value & _TOP else held & ~bits
            case Register.FIFO_BYTE:
                self._push(value)
            case Register.FIFO_LEVEL:
                self._flush(value)
            case Register.CONTROL:
                self._turn_timer(value)
            case _:
                self._registers[address] = value
                self._set(address, value)

    def _flush(self, value: int) -> None:
        if value & _TOP:
            self._fifo.clear()
            self._registers[Register.ERROR] &= ~_OVERFLOWN

    def _turn_timer(self, value: int) -> None:
        if value & 0x40:
            self._start_timer()
        if value & _TOP:
            self._timer_ends = None

    def _set(self, address: int, value: int) -> None:
        """Do what a register does besides holding its value."""
        if address == Register.BIT_FRAMING:
            self._registers[address] = value & 0x7F
            if value & _TOP and self._command == Command.TRANSCEIVE:
                self._transmit()
        elif address == Register.TX_CONTROL:
            self.field.switch(self._moment, on=value & _BOTH_DRIVERS == _BOTH_DRIVERS)

    def _push(self, value: int) -> None:
        if len(self._fifo) < _FIFO:
            self._fifo.append(value)
        else:
            self._registers[Register.ERROR] |= _OVERFLOWN

    # ---- time
    def _catch_up(self) -> None:
        """Let happen what should have happened since the last message."""
        now = self._now()
        if self._ready_at <= now:
            self._registers[Register.COMMAND] &= ~0x10
        while self._due and self._due[0][0] <= now:
            self._moment, _, action = heapq.heappop(self._due)
            self._expire()
            action()
        self._moment = now
        self._expire()

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self._moment + seconds, next(self._order), action))

    def _tick_s(self) -> float:
        mode, low = self._registers[Register.TIMER_MODE], self._registers[Register.TIMER_PRESCALER]
        return (2 * ((mode & 0x0F) << 8 | low) + 1) / _CARRIER_HZ

    def _ticks_left(self) -> int:
        left = 0.0 if self._timer_ends is None else self._timer_ends - self._moment
        return max(0, int(left / self._tick_s()))

    def _start_timer(self) -> None:
        high, low = self._registers[Register.TIMER_HIGH], self._registers[Register.TIMER_LOW]
        if not self.stuck:
            self._timer_ends = self._moment + (high << 8 | low) * self._tick_s()

    def _expire(self) -> None:
        if self._timer_ends is not None and self._timer_ends <= self._moment:
            self._timer_ends = None
            self._registers[Register.COM_IRQ] |= _TIMER

    # ---- commands
    def _reset(self) -> None:
        self._registers = power_on(self._version)
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._timer_ends = None
        self._command = Command.IDLE
        self._moment = self._now()
        self._ready_at = self._moment + _START_UP_S
        self._registers[Register.COMMAND] |= 0x10
        self.field.switch(self._moment, on=False)

    def _begin(self, code: int) -> None:
        if code == Command.NO_CHANGE:
            return
        self._command = code
        self._due = []
        held = self._registers[Register.COMMAND]
        self._registers[Register.COMMAND] = held & ~0x0F | code
        if code != Command.IDLE:
            self._registers[Register.ERROR] = 0
        match code:
            case Command.SOFT_RESET:
                self._reset()
            case Command.MEM:
                self._move_buffer()
            case Command.CALC_CRC:
                self._calculate()
            case _:
                pass  # Idle ends what ran; Transceive waits for StartSend

    def _move_buffer(self) -> None:
        """Mem: 25 bytes from the FIFO to the buffer, or back if the FIFO is empty (10.3.1.2)."""
        if self._fifo:
            self._buffer = bytes(self._fifo[:_BUFFER]).ljust(_BUFFER, b"\0")
            del self._fifo[:_BUFFER]
        else:
            self._fifo = list(self._buffer)
        self._begin(Command.IDLE)

    def _calculate(self) -> None:
        """CalcCRC: the coprocessor, or with AutoTestReg at 9 the self-test (16.1.1)."""
        message, self._fifo = bytes(self._fifo), []
        if self.stuck:
            return
        if self._registers[Register.AUTO_TEST] & 0x0F == _SELF_TEST:
            prepared = message == b"\0" and not any(self._buffer) and not self.failing
            answer = SELF_TESTS.get(self._version) if prepared else None
            self._later(_SELF_TEST_S, lambda: self._fifo.extend(answer or WRONG_SELF_TEST))
            return
        preset = CRC_PRESETS[self._registers[Register.MODE] & 0x03]
        result = crc_16(message, preset)
        self._registers[Register.CRC_HIGH] = result >> 8
        self._registers[Register.CRC_LOW] = result & 0xFF
        self._registers[Register.DIV_IRQ] |= _CRC_DONE

    def _transmit(self) -> None:
        frame, self._fifo = bytes(self._fifo), []
        last = self._registers[Register.BIT_FRAMING] & 0x07
        if self._registers[Register.TX_MODE] & _TOP and not last:
            frame += crc_a(frame)
        bits = 8 * len(frame) - (8 - last if last else 0)
        if frame and not self.stuck:  # eight bits and a parity bit, a start and an end
            self._later((bits + len(frame) + 2) * BIT_S, lambda: self._sent(frame, bits))

    def _sent(self, frame: bytes, bits: int) -> None:
        self._registers[Register.COM_IRQ] |= _TX
        if self._registers[Register.TIMER_MODE] & _TOP:
            self._start_timer()
        heard = self.field.send(self._moment, frame, bits)
        if heard is not None:
            self._later(heard.after_s + _COUNTED_BITS * BIT_S, self._answer_begins)
            length_s = (9 * len(heard.frame) + 2) * BIT_S
            self._later(heard.after_s + length_s, lambda: self._received(heard))

    def _answer_begins(self) -> None:
        self._timer_ends = None

    def _received(self, heard: Heard) -> None:
        registers, frame = self._registers, heard.frame
        if heard.collision is not None:
            registers[Register.ERROR] |= _COLLIDED
            place = heard.collision % _COLLISION_MAX
            if heard.collision > _COLLISION_MAX:
                place = 0x20  # CollPosNotValid
            registers[Register.COLLISION] = registers[Register.COLLISION] & _TOP | place
        elif registers[Register.RX_MODE] & _TOP and not heard.bits:
            if crc_a(frame[:-2]) != frame[-2:]:
                registers[Register.ERROR] |= _BAD_CRC
            frame = frame[:-2]
        for byte in frame:
            self._push(byte)
        registers[Register.CONTROL] = registers[Register.CONTROL] & ~0x07 | heard.bits
        registers[Register.COM_IRQ] |= _RX | (_ERR if registers[Register.ERROR] else 0)

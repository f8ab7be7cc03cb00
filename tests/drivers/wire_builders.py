"""Frames of our own making, at the limits where no public capture goes.

Check values are computed here a second time, bit by bit as the standards write them down.
"""


def crc_by_bits(body: bytes, *, begin: int) -> int:
    """Return the CRC of polynomial 0x1021, high bit first, 16 zero bits appended."""
    register = begin
    for byte in body:
        register ^= byte << 8
        for _ in range(8):
            register = register << 1 ^ (0x1021 if register & 0x8000 else 0)
            register &= 0xFFFF
    return register


def crc_by_bits_mirrored(body: bytes) -> int:
    """Return the CRC of polynomial 0x8408, low bit first, begun with 0xFFFF."""
    register = 0xFFFF
    for byte in body:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x8408 if register & 1 else 0)
    return register


def crc_by_bits_from_below(body: bytes) -> int:
    """Return ThingMagic's: each bit of the message enters the register at its low end."""
    register = 0xFFFF
    for byte in body:
        for bit in range(7, -1, -1):
            high = register & 0x8000
            register = (register << 1 | byte >> bit & 1) & 0xFFFF
            register ^= 0x1021 if high else 0
    return register


def r200(kind: int, command: int, params: bytes, header: int = 0xAA, end: int = 0xDD) -> bytes:
    """Return a frame of an R200; of a YRM100 with BB and 7E."""
    body = bytes([kind, command]) + len(params).to_bytes(2, "big") + params
    return bytes([header]) + body + bytes([sum(body) % 256, end])


def inventoried(rssi: int, pc: bytes, epc: bytes) -> bytes:
    """Return the parameters of a notice: one tag, with the CRC it would send."""
    crc = crc_by_bits(pc + epc, begin=0xFFFF) ^ 0xFFFF
    return bytes([rssi]) + pc + epc + crc.to_bytes(2, "big")


def chafon(address: int, command: int, rest: bytes) -> bytes:
    """Return a frame of a Chafon reader; `rest` begins with the status."""
    body = bytes([len(rest) + 4, address, command]) + rest
    return body + crc_by_bits_mirrored(body).to_bytes(2, "little")


def mercury(opcode: int, contents: bytes, status: int | None = None) -> bytes:
    """Return a command of a ThingMagic host, or with a status a reply."""
    head = b"" if status is None else status.to_bytes(2, "big")
    body = bytes([len(contents), opcode]) + head + contents
    return b"\xff" + body + crc_by_bits_from_below(body).to_bytes(2, "big")


def pn532(contents: bytes, *, extended: bool = False) -> bytes:
    """Return a frame of a PN532; `contents` begins with the TFI."""
    extended = extended or len(contents) > 255
    length = len(contents).to_bytes(2 if extended else 1, "big")
    mark = b"\xff\xff" if extended else b""
    checks = bytes([-sum(length) % 256]), bytes([-sum(contents) % 256])
    return b"\0\0\xff" + mark + length + checks[0] + contents + checks[1] + b"\0"


def gm65(kind: int, zone: int, contents: bytes) -> bytes:
    """Return a host's command to a GM65."""
    body = bytes([kind, len(contents) % 256]) + zone.to_bytes(2, "big") + contents
    return b"\x7e\0" + body + crc_by_bits(body, begin=0).to_bytes(2, "big")


def gm65_reply(contents: bytes) -> bytes:
    """Return a GM65's reply."""
    body = bytes([0, len(contents) % 256]) + contents
    return b"\x02\0" + body + crc_by_bits(body, begin=0).to_bytes(2, "big")


def tag_125(number: bytes, tail: bytes = b"") -> bytes:
    """Return a frame of a 125 kHz reader; `tail`: CR LF for an ID-12LA."""
    check = 0
    for byte in number:
        check ^= byte
    return b"\x02" + (number + bytes([check])).hex().upper().encode() + tail + b"\x03"

"""A device at the other end of an OSDP line, written from the standard, annex D.

It shares no code with `osdp_session`: it chains with the library's own CBC.
"""

from binascii import crc_hqx

from tests.drivers.aes_block import cbc

ZERO = bytes(16)


def inverted(block: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in block)


class OsdpDevice:
    """A card reader with a base key of its own. Its sequence numbers follow the panel's."""

    def __init__(self, scbk: bytes, rnd_b: bytes, *, addr: int = 1) -> None:
        self.scbk, self.rnd_b, self.addr, self.uid = scbk, rnd_b, addr, b"READER01"
        self.key_named = 1
        self.answer = (0x40, b"")  # what it will say to the next command: ACK
        self.commands: list[tuple[int, bytes]] = []
        self.keys: dict[str, bytes] = {}
        self.c_mac = self.r_mac = ZERO

    def take(self, packet: bytes) -> bytes:
        """Take a packet of the panel and return the answer."""
        assert crc_hqx(packet[:-2], 0x1D0F) == int.from_bytes(packet[-2:], "little")
        assert packet[1] == self.addr
        scs = packet[6]
        body = packet[5 + packet[5] : -2]
        sequence = packet[4] & 3
        if scs == 0x11:
            return self._challenged(body, sequence)
        if scs == 0x13:
            return self._proved(body, sequence)
        return self._commanded(packet, scs, body, sequence)

    def packet(self, sequence: int, block: bytes, body: bytes, *, maced: bool = False) -> bytes:
        length = 5 + len(block) + len(body) + 4 * maced + 2
        head = bytes([0x53, self.addr | 0x80]) + length.to_bytes(2, "little")
        head += bytes([sequence | (0x0C if block else 0x04)]) + block + body
        if maced:
            self.r_mac = self.mac(head, self.c_mac)
            head += self.r_mac[:4]
        return head + crc_hqx(head, 0x1D0F).to_bytes(2, "little")

    def mac(self, message: bytes, last: bytes) -> bytes:
        if len(message) % 16:
            message += b"\x80" + bytes(-(len(message) + 1) % 16)
        *_, before = [last, *_blocks(cbc(self.keys["mac1"], last, message[:-16]))]
        return cbc(self.keys["mac2"], before, message[-16:])

    def _challenged(self, body: bytes, sequence: int) -> bytes:
        rnd_a = body[1:]
        for name, purpose in (("enc", b"\x01\x82"), ("mac1", b"\x01\x01"), ("mac2", b"\x01\x02")):
            self.keys[name] = cbc(self.scbk, ZERO, purpose + rnd_a[:6] + bytes(8))
        self.rnd_a = rnd_a
        proof = cbc(self.keys["enc"], ZERO, rnd_a + self.rnd_b)
        block = bytes([3, 0x12, self.key_named])
        return self.packet(sequence, block, b"\x76" + self.uid + self.rnd_b + proof)

    def _proved(self, body: bytes, sequence: int) -> bytes:
        right = body[1:] == cbc(self.keys["enc"], ZERO, self.rnd_b + self.rnd_a)
        once = cbc(self.keys["mac1"], ZERO, body[1:])
        self.r_mac = cbc(self.keys["mac2"], ZERO, once)
        return self.packet(sequence, bytes([3, 0x14, right]), b"\x78" + self.r_mac)

    def _commanded(self, packet: bytes, scs: int, body: bytes, sequence: int) -> bytes:
        self.c_mac = self.mac(packet[:-6], self.r_mac)
        assert packet[-6:-2] == self.c_mac[:4], "the panel's MAC is wrong"
        payload = body[1:-4]
        if scs == 0x17:
            plain = cbc(self.keys["enc"], inverted(self.r_mac), payload, decrypt=True)
            payload = plain.rstrip(b"\0")[:-1]
        self.commands.append((body[0], payload))
        code, said = self.answer
        if not said:
            return self.packet(sequence, b"\x02\x16", bytes([code]), maced=True)
        said += b"\x80" + bytes(-(len(said) + 1) % 16)
        sent = cbc(self.keys["enc"], inverted(self.c_mac), said)
        return self.packet(sequence, b"\x02\x18", bytes([code]) + sent, maced=True)


def _blocks(message: bytes) -> list[bytes]:
    return [message[at : at + 16] for at in range(0, len(message), 16)]

"""Every kind of reader that kiosk.toml knows, on the real serial library and on terminals."""

import os
import queue
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from drivers.emulators.far_end import FarEnd
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.osdp import EmulatedLine, EmulatedOsdpReader
from drivers.emulators.pn532 import EmulatedPn532
from drivers.emulators.smart_card import SmartCard
from drivers.emulators.talkers import Rdm6300
from drivers.emulators.uhf import EmulatedMagicRf
from drivers.protocols.key_diversification import diversified_key
from drivers.readings import Found, Lost, Reading, Scan, ScanRejected, Seen
from kiosk.assembly.parts import Parts, build_parts
from kiosk.assembly.roll_call import RollCall
from kiosk.config import Settings, read_toml, settings_from
from kiosk.registry.device_keys import AesBlocks
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.things import Signal

DEMO = Path(__file__).parents[2] / "kiosk" / "demo" / "kiosk.toml"
PATIENCE_S = 10
MASTER = bytes(range(16))
BASE_KEY = bytes.fromhex("8f3a0c55d1e24b7796aa10f2c4b81e6d")
UID = "04C767F2066180"


class Rack:
    """A demonstration's bay with readers of one's own, and what they say."""

    def __init__(self, folder: Path) -> None:
        """Have no reader yet."""
        self.folder = folder
        self.raw = read_toml(DEMO)
        self.raw["reader"] = []
        self.said: queue.Queue[Reading] = queue.Queue()

    def key(self, name: str, key: bytes, mode: int = 0o600) -> Path:
        """Write a key file."""
        path = self.folder / name
        path.write_text(key.hex() + "\n", encoding="ascii")
        path.chmod(mode)
        return path

    def has(self, table: str, section: str = "reader") -> None:
        """Add a table."""
        self.raw.setdefault(section, []).append(tomllib.loads(table))

    @contextmanager
    def reading(self) -> Iterator[Parts]:
        """Build the bay and start its readers."""
        with closing(build_parts(self.settings())) as parts:
            parts.read(self.said.put)
            yield parts

    def settings(self) -> Settings:
        """Return what its kiosk.toml says."""
        return settings_from(self.raw, "k.toml")

    def next(self) -> Reading:
        """Return what is said next."""
        return self.said.get(timeout=PATIENCE_S)


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    return Rack(tmp_path)


def chance(size: int) -> bytes:
    """Return bytes of chance."""
    return os.urandom(size)


def test_an_mfrc522_that_is_not_there_is_a_lost_reader(rack: Rack) -> None:
    device = rack.folder / "spidev0.0"
    rack.has(f'name = "spi"\nkind = "mfrc522"\nreads = "badge"\ndevice = "{device}"')
    with rack.reading():
        lost = rack.next()
    assert isinstance(lost, Lost)
    assert lost.device == "spi"
    assert str(device) in lost.why


def test_a_tag_reader_reads_a_tag_once_however_long_it_is_held(rack: Rack) -> None:
    cable = Rdm6300(rack.folder / "tags")
    rack.has(f'name = "tags"\nkind = "tag"\nreads = "badge"\ndevice = "{cable.url}"')
    with rack.reading():
        assert rack.next() == Found("tags")
        cable.hold("0100A3C5D7", times=3)
        cable.hold("0100A3C5D8")
        first, second = rack.next(), rack.next()
    cable.unplug()
    assert isinstance(first, Scan)
    assert isinstance(second, Scan)
    assert (first.text, second.text) == ("0100A3C5D7", "0100A3C5D8")


@pytest.mark.parametrize("application", ["", "3042F5"])
@pytest.mark.parametrize("knows_its_key", [True, False])
def test_a_card_before_a_reader_with_a_key_is_a_badge_only_if_it_proves_itself(
    rack: Rack, application: str, *, knows_its_key: bool
) -> None:
    chip = EmulatedPn532()
    cable = FarEnd(rack.folder / "pn532", chip.hear)
    key_file = rack.key("badges.key", MASTER)
    rack.has(
        f'name = "nfc"\nkind = "pn532"\nreads = "badge"\ndevice = "{cable.url}"\n'
        f'key_file = "{key_file}"\nkey_number = 2\napplication = "{application}"'
    )
    own = diversified_key(AesBlocks, MASTER, bytes.fromhex(UID)) if knows_its_key else bytes(16)
    answers = Ntag424(AesBlocks, UID, {2: own}, chance, desfire=bytes.fromhex(application))
    with rack.reading():
        assert rack.next() == Found("nfc")
        chip.field.put(SmartCard(UID, answers))
        told = rack.next()
    cable.unplug()
    if knows_its_key:
        assert isinstance(told, Scan)
        assert told.text == UID
    else:
        assert isinstance(told, ScanRejected)


def test_two_osdp_readers_with_one_device_share_their_line(rack: Rack) -> None:
    keys = [BASE_KEY, BASE_KEY[::-1]]
    emulated = [
        EmulatedOsdpReader(number, key, AesBlocks, chance) for number, key in enumerate(keys, 1)
    ]
    cable = FarEnd(rack.folder / "rs485", EmulatedLine(emulated).hear)
    for number, name in enumerate(("in", "out"), 1):
        key_file = rack.key(f"{name}.key", keys[number - 1])
        rack.has(
            f'name = "{name}"\nkind = "osdp"\nreads = "badge"\ndevice = "{cable.url}"\n'
            f'address = {number}\nkey_file = "{key_file}"\nclient_uid = "{b"READER01".hex()}"'
        )
    with rack.reading() as parts:
        assert list(parts.readers) == ["line rs485"]
        assert parts.wiring.readers == {"in": "badge", "out": "badge"}
        assert parts.wiring.signals["out tamper"] is Signal.TAMPER
        assert {rack.next(), rack.next(), rack.next()} == {
            Found("line rs485"), Found("in"), Found("out"),
        }  # fmt: skip
        emulated[1].show("10110011100011110000111110")
        told = rack.next()
    cable.unplug()
    assert told.reader == "out"  # type: ignore[union-attr]  # whatever it made of the bits


def test_a_uhf_module_is_found_and_shows_nothing_to_the_keeper(rack: Rack) -> None:
    module = EmulatedMagicRf()
    module.tags = ["30751FEB705C5904E3D50D70"]
    cable = FarEnd(rack.folder / "uhf", module.hear)
    told = queue.Queue[Seen]()
    rack.has('name = "any"\nkind = "simulated"\nreads = "any"')
    rack.has(
        f'name = "antenna"\ndevice = "{cable.url}"\nlanguage = "r200"\nregion = "china900"\n'
        "power_dbm = 20",
        "uhf",
    )
    with closing(build_parts(rack.settings())) as parts:
        roll = RollCall(rack.settings(), parts, lambda: 1_000)
        parts.seers.append(told.put)
        parts.read(rack.said.put)
        assert {rack.next(), rack.next()} == {Found("any"), Found("antenna")}
        assert "antenna" not in parts.wiring.readers
        assert told.get(timeout=PATIENCE_S).tag == "30751FEB705C5904E3D50D70"
        assert roll.devices()[1].last == "tag, 24 digits, the last '0D70'"
    cable.unplug()


def test_a_scanner_that_names_the_symbology_gives_the_text_alone(rack: Rack) -> None:
    cable = FarEnd(rack.folder / "scanner")
    rack.has(f'name = "s"\nkind = "serial"\nreads = "any"\naim = true\ndevice = "{cable.url}"')
    with rack.reading():
        assert rack.next() == Found("s")
        cable.send(b"]C01010000168\r1010000265\r")
        assert rack.next() == Scan("s", "1010000168")
        assert rack.next() == ScanRejected("s", "no_aim_prefix")
    cable.unplug()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('kind = "pn532"\nkey_file = "{open}"', "others may read the key: chmod 600"),
        ('kind = "pn532"\nkey_file = "{none}"', "The key cannot be read: "),
        ('kind = "mfrc522"\nkey_file = "{short}"', "holds no key: expected 32 hexadecimal digits"),
        ('kind = "osdp"\naddress = 1\nkey_file = "{known}"', "holds a key that everybody knows"),
    ],
)
def test_a_key_that_is_none_stops_the_start_with_a_sentence(
    rack: Rack, table: str, sentence: str
) -> None:
    keys = {
        "open": rack.key("open.key", MASTER, mode=0o640),
        "none": rack.folder / "none.key",
        "short": rack.key("short.key", MASTER[:15]),
        "known": rack.key("known.key", bytes(range(0x30, 0x40))),
    }
    rack.has('name = "r"\nreads = "badge"\ndevice = "/dev/x"\n' + table.format(**keys))
    with pytest.raises(ConfigWrong) as wrong, rack.reading():
        """It never gets here."""
    assert sentence in str(wrong.value)


def test_readers_of_one_line_speak_at_one_speed_and_at_addresses_of_their_own(rack: Rack) -> None:
    key = rack.key("door.key", BASE_KEY)
    table = f'kind = "osdp"\nreads = "badge"\ndevice = "/dev/x"\nkey_file = "{key}"\n'
    rack.has(table + 'name = "a"\naddress = 1')
    rack.has(table + 'name = "b"\naddress = 2\nbaud = 19200')
    with pytest.raises(ConfigWrong, match="line x has readers of different speeds"), rack.reading():
        """It never gets here."""
    rack.raw["reader"][1] |= {"baud": 9600, "address": 1}
    with pytest.raises(ConfigWrong, match="each reader has an address of its own"), rack.reading():
        """It never gets here."""
    rack.raw["reader"][1]["address"] = 2
    rack.raw["uhf"] = [
        {"name": "u", "device": "/dev/y", "language": "r200", "region": "eu", "power_dbm": 1}
        | {"antennas": [2]}
    ]
    with pytest.raises(ConfigWrong, match=r"\[\[uhf\]\]: u: antennas \[2\]"), rack.reading():
        """It never gets here."""

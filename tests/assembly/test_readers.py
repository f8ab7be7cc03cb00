"""A reader of the configuration is built for the bay, and says when its device is not there."""

import queue
import tomllib
from contextlib import closing
from pathlib import Path

from drivers.readings import Lost, Reading
from kiosk.assembly.parts import build_parts
from kiosk.config import read_toml, settings_from

DEMO = Path(__file__).parents[2] / "kiosk" / "demo" / "kiosk.toml"
PATIENCE_S = 10

MFRC522 = """
name = "mfrc522"
kind = "mfrc522"
reads = "badge"
device = "{device}"
"""


def test_an_mfrc522_that_is_not_there_is_a_lost_reader(tmp_path: Path) -> None:
    device = tmp_path / "spidev0.0"
    raw = read_toml(DEMO)
    raw["reader"].append(tomllib.loads(MFRC522.format(device=device)))
    told: queue.Queue[Reading] = queue.Queue()
    with closing(build_parts(settings_from(raw, "k.toml"))) as parts:
        parts.readers["mfrc522"].start(told.put)
        lost = told.get(timeout=PATIENCE_S)
    assert isinstance(lost, Lost)
    assert lost.device == "mfrc522"
    assert str(device) in lost.why

"""A training register and a real one never meet, whatever a file says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import read_settings, settings_from
from kiosk.config.apart import MARK
from kiosk.demo.folder import laid_out, spelled
from kiosk.demo.plays import TRAINING
from kiosk.registry.holding import KEY
from kiosk.rules.broken import ConfigWrong

DRY = {"kind": "simulated"}
PIN = {"kind": "gpio", "pin": 17}


def raw_of(folder: Path, **kiosk: object) -> dict[str, Any]:
    """Return a file of a training register."""
    home = {"folder": str(folder / "book"), "socket": str(folder / "kiosk.sock")}
    cable = {"id": "A", "rack": "R1", "positions": ["A1"], "lock": DRY, "contact": DRY}
    return {
        "kiosk": {"name": "TRAINING-1", "training": True, **home, **kiosk},
        "policy": {"profile": "cambodia"},
        "reader": [{"name": "any", "kind": "simulated", "reads": "any"}],
        "cable": [cable],
    }


def written(path: Path, raw: dict[str, Any]) -> Path:
    """Write a kiosk.toml."""
    path.write_text(spelled(raw), encoding="utf-8")
    return path


def put(raw: dict[str, Any], section: str, part: object) -> None:
    raw[section] = part


REAL: dict[str, Callable[[dict[str, Any]], None]] = {
    "lock": lambda raw: raw["cable"][0].update(lock={**PIN, "max_on_s": 5}),
    "contact": lambda raw: raw["cable"][0].update(contact=PIN),
    "reader": lambda raw: raw["reader"].append(
        {"name": "usb", "kind": "keyboard", "reads": "weapon", "device": "/dev/input/event0"}
    ),
    "siren": lambda raw: put(raw, "siren", PIN),
    "buzzer": lambda raw: put(raw, "buzzer", PIN),
    "lamp": lambda raw: put(raw, "lamp", PIN),
    "presence": lambda raw: put(raw, "presence", [{"position": "A1", "contact": PIN}]),
    "input": lambda raw: put(raw, "input", [{"name": "m", "signal": "mains", "contact": PIN}]),
    "arming": lambda raw: put(raw, "arming", {"kind": "pulses", "pin": 22}),
    "ammeter": lambda raw: put(raw, "ammeter", {}),
    "clock": lambda raw: put(raw, "clock", {}),
    "witness": lambda raw: put(raw, "witness", {}),
}
"""A real part in each place where a file may name one."""


def test_a_file_in_which_everything_is_simulated_may_be_one_of_a_training(tmp_path: Path) -> None:
    assert settings_from(raw_of(tmp_path), "x").kiosk.training


@pytest.mark.parametrize("part", REAL)
def test_no_real_part_hangs_on_a_training_register(tmp_path: Path, part: str) -> None:
    raw = raw_of(tmp_path)
    REAL[part](raw)
    with pytest.raises(ConfigWrong) as wrong:
        settings_from(raw, "x")
    assert "training" in str(wrong.value) or part == "lock"


def test_a_training_register_answers_at_a_socket_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match="socket"):
        settings_from(raw_of(tmp_path, socket="/run/kiosk/kiosk.sock"), "x")
    own = raw_of(tmp_path, socket="/run/user/0/kiosk-training-7.sock")
    assert settings_from(own, "x").kiosk.socket.endswith("training-7.sock")


def test_a_training_file_opens_no_folder_that_was_not_made_for_it(tmp_path: Path) -> None:
    """Also not one that is empty: the folder of a real kiosk is, before its first start."""
    path = written(tmp_path / "kiosk.toml", raw_of(tmp_path))
    with pytest.raises(ConfigWrong, match="not made by `kiosk train`"):
        read_settings(path)
    (tmp_path / "book").mkdir()
    with pytest.raises(ConfigWrong, match="not made by `kiosk train`"):
        read_settings(path)


def test_a_real_file_opens_no_folder_of_a_training(tmp_path: Path) -> None:
    path, settings = laid_out(tmp_path, None, fresh=True, play=TRAINING)
    assert read_settings(path) == settings
    real = raw_of(tmp_path)
    del real["kiosk"]["training"]
    other = written(tmp_path / "other.toml", real)
    with pytest.raises(ConfigWrong, match="nothing in it is true"):
        read_settings(other)


def test_a_training_is_not_laid_into_the_folder_of_a_real_book(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / KEY).write_bytes(b"0" * 32)
    for fresh in (False, True):
        with pytest.raises(ConfigWrong, match="real register"):
            laid_out(tmp_path, None, fresh=fresh, play=TRAINING)
    assert (tmp_path / "book" / KEY).read_bytes() == b"0" * 32
    assert not (tmp_path / "book" / MARK).exists()


def test_a_training_is_not_laid_into_the_folder_of_a_demonstration(tmp_path: Path) -> None:
    laid_out(tmp_path, None, fresh=True)
    with pytest.raises(ConfigWrong, match="not the file of a training"):
        laid_out(tmp_path, None, fresh=True, play=TRAINING)

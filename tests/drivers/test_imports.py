"""Every driver can be imported anywhere: hardware libraries come with the device, not before."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HARDWARE = {"evdev", "gpiozero", "lgpio", "serial", "RPi", "spidev", "mfrc522"}

PROGRAM = """
import importlib, json, pkgutil, sys
import drivers
names = [module.name for module in pkgutil.walk_packages(drivers.__path__, "drivers.")]
for name in names:
    importlib.import_module(name)
json.dump({"drivers": names, "modules": sorted(sys.modules)}, sys.stdout)
"""


def test_importing_all_drivers_imports_no_hardware_library() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )
    told = json.loads(ran.stdout)
    assert "drivers.protocols.key_presses" in told["drivers"]
    assert HARDWARE.isdisjoint(name.partition(".")[0] for name in told["modules"])

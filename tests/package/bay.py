"""A small bay of which nothing is real, for machines that have no devices."""

from typing import Final

KIOSK_TOML: Final = """
[kiosk]
name = "R-01"
folder = "/var/lib/kiosk"
socket = "/run/kiosk/kiosk.sock"
[policy]
profile = "cambodia"
[[reader]]
name = "any"
kind = "simulated"
reads = "any"
[[cable]]
id = "R1-A"
rack = "R1"
positions = ["R1-01", "R1-02"]
lock = { kind = "simulated" }
contact = { kind = "simulated" }
"""

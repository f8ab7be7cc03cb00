"""Frames that real readers sent, or that their makers print; each names its source."""

import json
from pathlib import Path
from typing import Any

Frame = dict[str, Any]


def frames(device: str) -> list[Frame]:
    """Return the frames of all devices whose description begins so."""
    told: list[Frame] = json.loads(Path(__file__).with_name("frames.json").read_text("utf-8"))
    chosen = [frame for frame in told if frame["device"].startswith(device)]
    assert chosen, f"no frame of {device}"
    return chosen

"""Commands as a person types them, run in this process or as a program of their own."""

from pathlib import Path

from click.testing import CliRunner, Result

from kiosk.commands import commands
from kiosk.config import Settings, read_settings


def typed(*words: str | Path) -> Result:
    """Return what a command answered; stdout and stderr apart."""
    result = CliRunner().invoke(commands, [str(word) for word in words], prog_name="kiosk")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Put a list on the disk."""
    path.write_bytes(text.encode(encoding))
    return path


def fresh(folder: Path) -> tuple[Path, Settings]:
    """Return kiosk.toml and settings of a kiosk that has no book yet: two cables of two places."""
    config = folder / "kiosk.toml"
    cables = "".join(
        f"""
        [[cable]]
        id = "{cable}"
        rack = "R1"
        positions = ["{cable}1", "{cable}2"]
        lock = {{ kind = "simulated" }}
        contact = {{ kind = "simulated" }}
        """
        for cable in "AB"
    )
    config.write_text(
        f"""
        [kiosk]
        name = "small"
        folder = "{folder / "book"}"
        socket = "{folder / "kiosk.sock"}"
        site = 7
        [policy]
        profile = "cambodia"
        [[reader]]
        name = "any"
        kind = "simulated"
        reads = "any"
        {cables}
        """,
        encoding="utf-8",
    )
    return config, read_settings(config)

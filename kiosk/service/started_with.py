"""What a running kiosk was started with, for a technician's `kiosk config diff`. No page asks.

A kiosk reads kiosk.toml once, at its start. Secrets never come here: the assembly tells sums.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.spelling import Misspelled

Tables = Mapping[str, Mapping[str, str]]
"""As `config.comparing.Flat`."""


def config_answers(
    tables: Callable[[], Tables],
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the question for the configuration is answered with."""
    return {"config": lambda _: {"tables": tables()}}


def ask_config(socket: Path) -> Tables:
    """Return what the kiosk behind this socket was started with.

    Raises:
        KioskSilent: nobody answers.
        Misspelled: another version answers.
    """
    conversation = Conversation(socket)
    try:
        told = conversation.ask({"ask": "config"})["tables"]
    finally:
        conversation.close()
    if not isinstance(told, dict) or not all(isinstance(keys, dict) for keys in told.values()):
        raise Misspelled("the configuration must be tables")
    return {
        str(table): {str(key): str(value) for key, value in keys.items()}
        for table, keys in told.items()
    }

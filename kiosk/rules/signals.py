"""What is told beside the cables."""

from enum import StrEnum


class Signal(StrEnum):
    """An input that is at rest when all is well."""

    TAMPER = "tamper"
    DURESS = "duress"
    SERVICE_KEY = "service_key"
    MAINS = "mains"
    BATTERY = "battery"
    BOLT_POWER = "bolt_power"

"""kiosk.toml: what hangs on this kiosk. Read once at start; every error names file, key and cure.

    [kiosk]      name, folder, socket, site
    [policy]     profile, and changes to it
    [[reader]]   name, kind, reads, and what its kind needs
    [[cable]]    id, rack, positions, lock, contact
    [[presence]] [[light]]          what else a position has
    [[uhf]]      modules that see tags from afar
    [[input]]    tamper, duress, mains, battery, service key
    [siren] [buzzer] [lamp] [arming]
    [i2c] [ammeter] [clock] [witness]
    [printer]

`kiosk.example.toml` shows every key there is. No driver is known here: what a key does with a
device is said where the device is built, in the assembly.
"""

from kiosk.config.lines import (
    Arming,
    Contact,
    ExpanderContact,
    GpioContact,
    GpioOutput,
    Light,
    LoopContact,
    OneShotArming,
    Output,
    Pca9685Light,
    PulsedArming,
    SimulatedContact,
    SimulatedOutput,
)
from kiosk.config.readers import (
    KeyboardReader,
    Mfrc522Reader,
    OsdpReader,
    Pn532Reader,
    Reader,
    SerialReader,
    SimulatedReader,
    TagReader,
    UhfSettings,
)
from kiosk.config.settings import (
    SOCKET_MAX,
    AmmeterSettings,
    CableSettings,
    ClockSettings,
    I2cSettings,
    InputSettings,
    KioskSettings,
    LightSettings,
    PolicySettings,
    PresenceSettings,
    PrinterSettings,
    Settings,
    WitnessSettings,
    read_settings,
    settings_from,
)
from kiosk.config.tables import read_toml

__all__ = [
    "SOCKET_MAX",
    "AmmeterSettings",
    "Arming",
    "CableSettings",
    "ClockSettings",
    "Contact",
    "ExpanderContact",
    "GpioContact",
    "GpioOutput",
    "I2cSettings",
    "InputSettings",
    "KeyboardReader",
    "KioskSettings",
    "Light",
    "LightSettings",
    "LoopContact",
    "Mfrc522Reader",
    "OneShotArming",
    "OsdpReader",
    "Output",
    "Pca9685Light",
    "Pn532Reader",
    "PolicySettings",
    "PresenceSettings",
    "PrinterSettings",
    "PulsedArming",
    "Reader",
    "SerialReader",
    "Settings",
    "SimulatedContact",
    "SimulatedOutput",
    "SimulatedReader",
    "TagReader",
    "UhfSettings",
    "WitnessSettings",
    "read_settings",
    "read_toml",
    "settings_from",
]

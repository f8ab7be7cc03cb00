"""The broken world: what is raised when the kiosk cannot keep its promises. Refusals are values.

KioskError
├── BookBroken        the journal contradicts itself or its tables; says where
├── BookUnwritable    a line could not be made durable; nothing may open after this
└── ConfigWrong       kiosk.toml; names file, key and what was expected
"""


class KioskError(Exception):
    """Something only a person can mend. The text is a sentence for a technician."""


class BookBroken(KioskError):
    """The journal does not verify, its copies differ, or its tables are such as no entries make."""


class BookUnwritable(KioskError):
    """A line could not be made durable on both copies. The program must end and start again."""


class ConfigWrong(KioskError):
    """A configuration file lacks something or says something impossible."""

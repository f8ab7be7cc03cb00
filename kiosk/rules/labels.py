"""What a printed, typed or scanned text is: weapon, badge, command card, foreign tag or nothing.

Our labels are ten digits `KSSNNNNNCC`: kind, two digits of site, five of sequence, two check digits
by ISO 7064 MOD 97-10, which finds every single wrong digit and every swap of neighbours.
"""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

SEQUENCES = 100_000
"""So many numbers of a kind a site can give: five digits."""

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_DIGITS = 10
_PLAIN = re.compile(r"[A-Za-z0-9-]{4,24}")
_OURS = re.compile(r"[12349][0-9]{9}")


class Kind(StrEnum):
    """What a label stands on; the value is its first digit."""

    WEAPON = "1"
    BADGE = "2"
    POSITION = "3"
    BATCH = "4"
    COMMAND = "9"
    FOREIGN = ""


class Command(Enum):
    """What a command card asks for; the value is its sequence number. Digits are 0 to 9."""

    CONFIRM = 10
    CANCEL = 11
    RETURN = 12
    CALL_CHIEF = 13
    DELETE = 14
    EMPTY = 15
    NO_MARK = 16


@dataclass(frozen=True, slots=True)
class Label:
    """A text that may mean something here. `sound`: its check digits are right."""

    kind: Kind
    text: str
    sound: bool = True

    @property
    def sequence(self) -> int:
        """The running number within its kind and site."""
        return int(self.text[3:8])


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A text that is no label of anybody's; `reason` is a `refusals` wire name."""

    reason: str


def number(kind: Kind, site: int, sequence: int) -> str:
    """Return the ten digits of a label.

    Raises:
        ValueError: site or sequence have too many digits, or the kind has no labels.
    """
    if kind is Kind.FOREIGN or not 0 <= site < 100 or not 0 <= sequence < SEQUENCES:  # noqa: PLR2004 - the digits of KSSNNNNNCC
        raise ValueError(f"no label for kind {kind!r}, site {site}, sequence {sequence}")
    body = f"{kind}{site:02}{sequence:05}"
    return f"{body}{98 - int(body) * 100 % 97:02}"


def command_cards(site: int) -> tuple[tuple[str, str], ...]:
    """Return the command cards of a site: their numbers, and what each asks for, in English."""
    digits = ((number(Kind.COMMAND, site, digit), str(digit)) for digit in range(_DIGITS))
    orders = (
        (number(Kind.COMMAND, site, one.value), one.name.replace("_", " ")) for one in Command
    )
    return (*digits, *orders)


def is_sound(text: str) -> bool:
    """Return whether ten digits carry the right check digits."""
    return int(text) % 97 == 1


def read_label(text: str) -> Label | Spoiled:
    """Return what a scanned text is. Spaces, case and Khmer digits do not matter; all else does."""
    plain = text.replace(" ", "").translate(KHMER_DIGITS)
    if not _PLAIN.fullmatch(plain):
        return Spoiled("not_text")
    plain = plain.upper()
    if not _OURS.fullmatch(plain):
        return Label(Kind.FOREIGN, plain)
    return Label(Kind(plain[0]), plain, is_sound(plain))

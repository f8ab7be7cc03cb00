"""Why a scan is rejected: the wire names in `ScanRejected.reason`, and no others."""

from typing import Final

OVERRUN: Final = "overrun"
"""The kernel dropped key presses because nobody read them in time."""

CONTROL_KEY: Final = "control_key"
"""A key that no label can hold: Ctrl, Alt, Meta, a function key, or one we do not know."""

TOO_LONG: Final = "too_long"
"""More characters than the reader's `max_length`."""

HALF_SCAN: Final = "half_scan"
"""The beginning or the end is missing."""

NOT_TEXT: Final = "not_text"
"""A byte that is not printable ASCII, or a tag number that is not hexadecimal."""

BAD_CHECKSUM: Final = "bad_checksum"
"""The tag's own checksum disagrees with its number."""

NO_AIM_PREFIX: Final = "no_aim_prefix"
"""The reader is configured to name the symbology before each code, and did not."""

NOISE: Final = "noise"
"""Bytes that answer nothing, from a reader that is asked: somebody jams it, or a wire is loose."""

REASONS: Final = (
    OVERRUN,
    CONTROL_KEY,
    TOO_LONG,
    HALF_SCAN,
    NOT_TEXT,
    BAD_CHECKSUM,
    NO_AIM_PREFIX,
    NOISE,
)
"""All of them: whoever shows a rejection needs a sentence for each."""

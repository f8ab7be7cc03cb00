"""The paper of the kiosk's own key: what two people hold against the screen.

Whoever carries `kiosk.pub` to another store carries this with it: it is held against the page.
"""

from collections.abc import Sequence

from kiosk.papers import frame
from kiosk.papers.frame import Cell, Identifier, Printed, Title

TITLE = Title("កូនសោឌីជីថលរបស់ម៉ាស៊ីន", "The kiosk's own key")

_HOW = (
    "អ្នកទាំងពីរផ្ទៀងផ្ទាត់ស្នាមសម្គាល់នេះ ជាមួយអេក្រង់របស់ម៉ាស៊ីន រួចធានាដោយប័ណ្ណ និងលេខសម្ងាត់។",
    "Both hold this fingerprint against the kiosk's screen, then stand by it with badge and PIN.",
)
"""Khmer composed from the glossary; no native reader has confirmed it."""

_SIGNERS = (frame.CHIEF, frame.SECOND, frame.DATE)


def key_paper(fingerprint: str, vouchers: Sequence[str], line: int, printed: Printed) -> str:
    """Return the paper of a key.

    Args:
        fingerprint: of the key in use.
        vouchers: who stood by it; empty for nobody yet.
        line: the entry that says so.
        printed: where and when.
    """
    facts: list[tuple[str, Cell]] = [("Fingerprint / ស្នាមសម្គាល់", Identifier(fingerprint))]
    if vouchers:
        facts.append(("Vouched for by / ធានាដោយ", f"{'; '.join(vouchers)} · {line}"))
    how = () if vouchers else (frame.lead(*_HOW),)
    return frame.framed(TITLE, printed, facts, how, _SIGNERS)

"""Every reason a ScanRejected can carry: what scanners, readers and cards name, in one place.

Whoever shows a rejection needs a sentence for each of them.
"""

from typing import Final

from drivers.protocols import badge_proof, card_reasons, ev2_session, iso14443_4, reasons

REJECTIONS: Final = (
    *reasons.REASONS,
    card_reasons.BAD_LENGTH,
    card_reasons.BAD_PARITY,
    card_reasons.TWO_CARDS,
    card_reasons.RANDOM_UID,
    card_reasons.CANNOT_PROVE,
    ev2_session.REFUSED,
    ev2_session.WRONG_KEY,
    ev2_session.WRONG_MAC,
    badge_proof.WRONG_CARD,
    iso14443_4.GONE,
    iso14443_4.BROKEN,
    iso14443_4.STUCK,
)

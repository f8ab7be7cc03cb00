"""What a book in memory has of a correction, by its line."""

from collections.abc import Sequence

from kiosk.rules import entries as e
from kiosk.rules.observations import Written
from kiosk.rules.undoing import Writing, subject, written_since


def written_in(lines: Sequence[e.Entry], line: int) -> Written:
    """Return a correction by its line, without the papers of before."""
    here = lines[line - 1] if 0 < line <= len(lines) else None
    if not isinstance(here, e.OfficerCorrected | e.WeaponCorrected):
        return Written()
    after = [*enumerate(lines, 1)][line:]
    back = (seq for seq, one in after if getattr(one, "reverses", 0) == line)
    later = [
        (seq, one)
        for seq, one in reversed(after)
        if isinstance(one, Writing) and subject(one) == subject(here)
    ]
    return Written(here, next(back, 0), since=written_since(line, later))

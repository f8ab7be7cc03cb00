"""The eyes' part about service mode: which readers there are, and what is seen and heard in it.

A reader that is tried is heard once, and what it said is nothing else: no badge, and a weapon only
where it is brought in. The book keeps how long it was and how it ends, as a technician is told it
everywhere.
"""

from collections.abc import Callable, Mapping

from drivers.readings import CardScan, Scan, ScanRejected
from kiosk.rules.bay import Bay
from kiosk.rules.entries import TrialOf
from kiosk.rules.observations import Observation, WeaponSeen
from kiosk.rules.observations import service_mode as s
from kiosk.rules.things import Moment, PositionId

LAST, LONG = 4, 8
"""Characters of a scan that are kept, and how long it must be: half of it says nothing."""


class ServiceEyes:
    """Looks at the senses that a technician tries out. Keeper's thread."""

    def __init__(
        self,
        bay: Callable[[], Bay],
        readers: Mapping[str, str],
        present: Mapping[PositionId, bool],
    ) -> None:
        """Look at these readers and sensors; `present` goes on being filled by who sees edges."""
        self._bay, self._readers, self._present = bay, readers, present

    def trial(self, at: Moment, of: TrialOf, about: str, account: str) -> s.TrialWanted:
        """Return the observation of something that a technician wants to try out."""
        places = sorted(self._present)
        return s.TrialWanted(
            at,
            of,
            about,
            account,
            known=about in self._readers,
            present=tuple(place for place in places if self._present[place]),
            absent=tuple(place for place in places if not self._present[place]),
        )

    def heard(
        self, at: Moment, reading: Scan | ScanRejected, meant: Observation | None = None
    ) -> s.TrialHeard | None:
        """Return the observation of what a reader said that is tried; None of any other.

        Args:
            at: when it said so.
            reading: what it said.
            meant: what that is where no reader is tried.
        """
        service = self._bay().service
        trial = None if service is None else service.trial
        if trial is None or trial.of is not TrialOf.READER or trial.about != reading.reader:
            return None
        weapon = meant if isinstance(meant, WeaponSeen) else None
        return s.TrialHeard(at, reading.reader, _said(reading), weapon)


def _said(reading: Scan | ScanRejected) -> tuple[str, ...]:
    if isinstance(reading, ScanRejected):
        return ("rejected", reading.reason)
    kind = reading.kind if isinstance(reading, CardScan) else "text"
    text = reading.text
    last = "".join(x if x.isprintable() else "?" for x in text[-LAST:]) if len(text) >= LONG else ""
    return (kind, str(len(text)), last)

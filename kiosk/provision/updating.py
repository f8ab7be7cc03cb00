"""Another version in the place of this one: tried before, watched after, and taken back if no good.

The order is everything. What can be found out without changing anything is found out first; then
the book says that it begins; then the version is put in, and if its kiosk does not answer, the one
before is put in again. What the machine does stands behind `Box`, so that each end can be tried.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.provision.packages import Package
from kiosk.service.protocol import WorkDone
from kiosk.service.upkeep import TEXT_MAX, EndTold, UpdateTold

ROOM_BYTES = 64 << 20
"""What stays free on the disk beside everything an update lays down. Ours."""

CUT_OFF = "It was cut off before the new version was in."
"""What the book says of a version that stayed because the power went."""


class Box(Protocol):
    """What an update needs of the machine it is made on."""

    def installed(self) -> str:
        """Return the version in force."""
        ...

    def architecture(self) -> str:
        """Return the architecture, as packages call it."""
        ...

    def newer(self, one: str, other: str) -> bool:
        """Return whether the first version is newer than the second."""
        ...

    def free_bytes(self) -> int:
        """Return how much room there is where versions are kept."""
        ...

    def sealed(self) -> bool:
        """Return whether the root is read-only, so that nothing can be put in."""
        ...

    def hindrance(self) -> str:
        """Return what happens at the bay that an update must wait for, or an empty text.

        Raises:
            KioskSilent: no kiosk answers.
        """
        ...

    def copy_book(self) -> Path:
        """Copy the book and verify the copy; return its folder."""
        ...

    def before(self) -> Package:
        """Return the newest version that is kept and older than the one in force.

        Raises:
            Unfit: there is none.
        """
        ...

    def keep(self) -> Package:
        """Keep the version in force, to go back to; return its package."""
        ...

    def try_out(self, package: Package, copy: Path) -> str:
        """Run a version on a copy of the book, without installing it; return what is wrong."""
        ...

    def intend(self, package: Package) -> None:
        """Keep, over a cut, which version is about to be put in: a boot goes on with that one."""
        ...

    def settled(self) -> None:
        """Forget what was to be put in: a boot has nothing left to do."""
        ...

    def begin(self, told: UpdateTold) -> WorkDone:
        """Have the book say that it begins; the kiosk may refuse.

        Raises:
            KioskSilent: no kiosk answers.
        """
        ...

    def install(self, package: Package) -> str:
        """Put a version in; return what went wrong."""
        ...

    def answers(self) -> str:
        """Wait until the kiosk works; return why it does not."""
        ...

    def end(self, told: EndTold) -> None:
        """Have the book say how it ended.

        Raises:
            KioskSilent: no kiosk answers.
        """
        ...


class Unfit(Exception):
    """An update that was not begun; the text says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an update ended: the version in force, and what was wrong with the other one.

    `stuck`: why not even the version before works again; empty, as it must be.
    """

    version: str
    fault: str = ""
    stuck: str = ""


def refuse_unfit(box: Box, package: Package, *, back: bool = False) -> str:
    """Refuse what can be seen to be no update of this kiosk; return the version in force.

    Raises:
        Unfit: says why.
        KioskSilent: no kiosk answers.
    """
    before = box.installed()
    if package.architecture not in {box.architecture(), "all"}:
        raise Unfit(f"The package is for {package.architecture}; this is {box.architecture()}.")
    if not back and not box.newer(package.version, before):
        raise Unfit(
            f"The package is version {package.version}, and {before} is in force: it is not newer."
            " The version before: kiosk update --back."
        )
    needed = 2 * package.bytes_installed + ROOM_BYTES
    if box.free_bytes() < needed:
        raise Unfit(f"There is not enough room: {needed >> 20} MiB are needed.")
    if box.sealed():
        raise Unfit("The root of this machine is read-only: mount -o remount,rw / comes first.")
    hindrance = box.hindrance()
    if hindrance:
        raise Unfit(hindrance)
    return before


def update(  # noqa: PLR0913 - what is put in, and who says so
    box: Box,
    package: Package,
    digest: str,
    signers: Sequence[str],
    say: Callable[[str], None],
    *,
    back: bool = False,
) -> Ended:
    """Put another version in, or leave this one in force; never anything between.

    Args:
        box: the machine.
        package: the version.
        digest: its SHA-256, hex.
        signers: who vouches for it.
        say: told each step.
        back: it is the version before.

    Raises:
        Unfit: it was not begun.
        KioskSilent: no kiosk answers, and none can say whether somebody is at the rack.
    """
    before = refuse_unfit(box, package, back=back)
    say("The book is copied, and the version in force is kept.")
    copy, kept = box.copy_book(), box.keep()
    say(f"Version {package.version} is tried on the copy.")
    fault = box.try_out(package, copy)
    if fault:
        raise Unfit(f"Version {package.version} is no good: {fault}")
    box.intend(package)
    begun = box.begin(UpdateTold(before, package.version, digest, tuple(signers)))
    if begun.reason:
        box.settled()
        raise Unfit(f"The kiosk cannot be updated now: {begun.reason.replace('_', ' ')}.")
    say(f"The book says so: entry {begun.seq}. Version {package.version} is put in.")
    fault = box.install(package) or box.answers()
    if not fault:
        box.end(EndTold(package.version))
        box.settled()
        return Ended(package.version)
    say(f"It does not work: {fault} Version {before} is put in again.")
    box.intend(kept)
    stuck = box.install(kept) or box.answers()
    if not stuck:
        box.end(EndTold(before, fault[:TEXT_MAX]))
        box.settled()
    return Ended(before, fault, stuck)


def finish(box: Box, version_before: str, version: str, say: Callable[[str], None]) -> Ended:
    """Go on with an update that was cut off, by power perhaps; the book has no line of its end yet.

    Args:
        box: the machine.
        version_before: what was in force when it began.
        version: what was to be put in.
        say: told each step.

    Raises:
        Unfit: it is neither that is in force.
        KioskSilent: the kiosk did not write it.
    """
    now = box.installed()
    if now not in {version, version_before}:
        raise Unfit(f"Version {now} is in force, and the update was from {version_before}.")
    fault = box.answers()
    if not fault:
        box.end(EndTold(now, "" if now == version else CUT_OFF))
        box.settled()
        return Ended(now)
    if now == version_before:
        return Ended(now, CUT_OFF, fault)
    before = box.before()
    say(f"It does not work: {fault} Version {before.version} is put in again.")
    box.intend(before)
    stuck = box.install(before) or box.answers()
    if not stuck:
        box.end(EndTold(before.version, fault[:TEXT_MAX]))
        box.settled()
    return Ended(before.version, fault, stuck)

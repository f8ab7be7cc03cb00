"""Whether policy and kiosk.toml are those of the start before: a book knows each by its digest.

Who may write kiosk.toml makes the rules of a warehouse, and the book tells of it by sixteen
hexadecimal digits alone. Here they are compared and said, so that people ask who did it, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.assembly.register_files import local_minute
from kiosk.registry.queries import Office
from kiosk.rules.entries import Started
from kiosk.rules.policy import Policy

_PAGE = 100


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy by its digest: since which start it has been in force, and what was before it.

    `since_ms`: wall milliseconds. `before`: the digest in force until then; empty if it is the
    first policy of this book.
    """

    digest: str
    since_seq: int
    since_ms: int
    before: str


def changed_at_start(office: Office, policy: Policy) -> str | None:
    """Return a sentence when the policy is not that of the newest start in the book, else None."""
    last = next(_starts(office, 1), None)
    if last is None or last.digest in {"", policy.digest}:
        return None
    when = local_minute(last.since_ms, policy.utc_offset_min)
    return (
        f"The policy was changed: it is {policy.digest} now, and was {last.digest} when this kiosk"
        f" started at {when} (entry {last.since_seq}). An alarm calls the chief: ask who"
        " changed kiosk.toml or the profile, and why."
    )


def policy_before(office: Office) -> str:
    """Return the digest of the policy that the newest start in the book names, or nothing.

    Read from the entry itself: a table could be changed to hide it.
    """
    last = next(_starts(office, 1), None)
    return "" if last is None else last.digest


def config_before(office: Office) -> str:
    """Return the digest of kiosk.toml that the newest start in the book names, or nothing."""
    last = next(iter(office.starts(None, 1)), None)
    entry = None if last is None else last.entry
    return entry.config if isinstance(entry, Started) else ""


def config_changed(before: str, now: str) -> str | None:
    """Return a sentence when kiosk.toml is not that of the start before, else None."""
    if before in {"", now}:
        return None
    return (
        f"kiosk.toml was changed: it is {now} now, and was {before} at the start before. It is in"
        " the book."
    )


def in_force(office: Office) -> InForce | None:
    """Return the policy of the newest start, and since when it has been in force.

    Reads one entry for each start since then.
    """
    newest: InForce | None = None
    for start in _starts(office, _PAGE):
        if newest is not None and start.digest != newest.digest:
            return InForce(newest.digest, newest.since_seq, newest.since_ms, start.digest)
        newest = start
    return newest


def _starts(office: Office, page: int) -> Iterator[InForce]:
    """Return the starts of a book, newest first, each with its policy."""
    before: int | None = None
    while lines := office.starts(before, page):
        for line in lines:
            before = line.seq
            if isinstance(line.entry, Started):
                yield InForce(line.entry.policy, line.seq, line.entry.at.wall_ms, "")

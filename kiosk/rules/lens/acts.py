"""What the lenses look at: who did what with whom, gathered from entries in the order of the book.

No shift book stands behind it: whoever does anything in a quarter of a day was on duty in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from kiosk.rules import entries as e
from kiosk.rules.policy import Policy
from kiosk.rules.things import Moment, OfficerNumber, Role, WeaponNumber

QUARTER_MS = 6 * 3_600_000
DAY_MIN = 24 * 60
MINUTE_MS = 60_000

KINDS: tuple[type[e.Entry], ...] = (
    e.SessionOpened, e.SecondSeen, e.OfficeEntered, e.AlarmAnswered, e.ReleaseGranted,
    e.WrongWeaponCleared, e.CountSkipped, e.RoundsDiffered, e.WeaponReturned, e.DoubtRaised,
    e.DoubtSettled, e.CountCertified, e.CountAdjusted, e.OfficerCorrected, e.WeaponCorrected,
    e.CountDropped, e.WeaponPassed,
)  # fmt: skip
"""The lines that are looked at; a query reads no others."""

Pair = tuple[OfficerNumber, OfficerNumber]
MISPLACED = frozenset({e.Difference.WRONG_POSITION, e.Difference.WRONG_RACK})


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody stood by what somebody else did. `quarter`: of which day."""

    quarter: int
    subject: OfficerNumber
    chosen: OfficerNumber


@dataclass
class Acts:
    """All that was done in some time. Shares are `[seen, of]`, by who is looked at."""

    roles: Mapping[OfficerNumber, Role]
    policy: Policy
    duty: dict[int, set[OfficerNumber]] = field(default_factory=lambda: defaultdict(set))
    issues: list[Choice] = field(default_factory=list)
    settled: list[Choice] = field(default_factory=list)
    vouched: list[Choice] = field(default_factory=list)
    overridden: Counter[OfficerNumber] = field(default_factory=Counter)
    approved: Counter[OfficerNumber] = field(default_factory=Counter)
    counts: Counter[OfficerNumber] = field(default_factory=Counter)
    differing: Counter[OfficerNumber] = field(default_factory=Counter)
    returns_seen: Counter[OfficerNumber] = field(default_factory=Counter)
    rounds_differing: Counter[OfficerNumber] = field(default_factory=Counter)
    returned: Counter[OfficerNumber] = field(default_factory=Counter)
    misplaced: Counter[OfficerNumber] = field(default_factory=Counter)
    nights: dict[int, list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def on_duty(self, quarter: int, roles: AbstractSet[Role]) -> set[OfficerNumber]:
        """Return who of some roles was on duty in a quarter."""
        return {who for who in self.duty[quarter] if self.roles.get(who) in roles}


def gather(entries: Iterable[e.Entry], roles: Mapping[OfficerNumber, Role], policy: Policy) -> Acts:
    """Return what was done, from entries in order; those of other kinds are passed over."""
    acts = Acts(roles, policy)
    memory = _Memory()
    for entry in entries:
        _on_duty(acts, entry)
        _gather(acts, memory, entry)
    return acts


@dataclass
class _Memory:
    """What an entry needs to be understood by: what was said shortly before it."""

    doubts: dict[str, OfficerNumber] = field(default_factory=dict)
    rounds: set[WeaponNumber] = field(default_factory=set)
    brought: dict[WeaponNumber, OfficerNumber] = field(default_factory=dict)
    at_cable: dict[str, Pair] = field(default_factory=dict)


def _on_duty(acts: Acts, entry: e.Entry) -> None:
    named = (getattr(entry, name, None) for name in ("officer", "by"))
    people = acts.duty[_quarter(acts.policy, entry.at)]
    if isinstance(entry, e.CountCertified):
        people.update(entry.counters)
    if not isinstance(entry, (e.DoubtRaised, e.OfficerCorrected, e.WeaponCorrected)):
        people.update(OfficerNumber(who) for who in named if isinstance(who, str) and who)
    elif not isinstance(entry, e.DoubtRaised):
        people.update(entry.by)


def _gather(acts: Acts, memory: _Memory, entry: e.Entry) -> None:
    match entry:
        case e.ReleaseGranted(officer=officer, by=by) if officer and by:
            _granted(acts, memory, entry, (officer, by))
        case e.WeaponPassed(officer=officer, by=by) if by:
            _approved(acts, entry.at, (officer, by))
        case e.RoundsDiffered(weapon=weapon):
            memory.rounds.add(weapon)
        case e.WeaponReturned(weapon=weapon, bearer=bearer) if bearer:
            acts.returned[bearer] += 1
            memory.brought[weapon] = bearer
        case e.CountCertified(by=by, differences=differences):
            _certified(acts, memory, by, differences)
        case e.WrongWeaponCleared() | e.CountSkipped() | e.CountDropped():
            _overridden(acts, memory, entry)
        case _:
            _stood_by(acts, memory, entry)


def _overridden(
    acts: Acts, memory: _Memory, entry: e.WrongWeaponCleared | e.CountSkipped | e.CountDropped
) -> None:
    if not isinstance(entry, e.CountSkipped):
        acts.overridden[entry.by] += 1
    elif entry.cable in memory.at_cable:
        acts.overridden[memory.at_cable[entry.cable][1]] += 1


def _stood_by(acts: Acts, memory: _Memory, entry: e.Entry) -> None:
    """Note who stood by a doubt or a change that somebody else began."""
    quarter = _quarter(acts.policy, entry.at)
    match entry:
        case e.DoubtRaised(position=position, officer=officer) if officer:
            memory.doubts[position] = officer
        case e.DoubtSettled(position=position, by=by):
            about = memory.doubts.pop(position, None)
            if about is not None and about != by:
                acts.settled.append(Choice(quarter, about, by))
        case e.CountAdjusted(first=first, by=by):
            acts.vouched.append(Choice(quarter, first, by))
        case e.OfficerCorrected(by=both) | e.WeaponCorrected(by=both) if len(both) == 2:  # noqa: PLR2004 - two people
            acts.vouched.append(Choice(quarter, *both))
        case _:
            pass


def _granted(acts: Acts, memory: _Memory, entry: e.ReleaseGranted, pair: Pair) -> None:
    if entry.purpose is e.Purpose.TEST:
        return  # who tries a lock is who opened service mode, and nobody chose them
    _, by = pair
    quarter = _quarter(acts.policy, entry.at)
    memory.at_cable[entry.cable] = pair
    if entry.purpose is e.Purpose.RETURN:
        acts.returns_seen[by] += 1
        if entry.weapon in memory.rounds:
            memory.rounds.discard(entry.weapon)
            acts.rounds_differing[by] += 1
    else:
        _approved(acts, entry.at, pair)
    if not _in_hours(acts.policy, entry.at):
        acts.nights[quarter].append(pair)


def _approved(acts: Acts, at: Moment, pair: Pair) -> None:
    """Note who signed for a weapon that somebody got, from the rack or from another officer."""
    officer, by = pair
    acts.issues.append(Choice(_quarter(acts.policy, at), officer, by))
    acts.approved[by] += 1


def _certified(
    acts: Acts,
    memory: _Memory,
    by: OfficerNumber,
    differences: tuple[e.PlaceDifference, ...],
) -> None:
    acts.counts[by] += 1
    acts.differing[by] += bool(differences)
    for one in differences:
        brought = memory.brought.get(one.weapon) if one.weapon is not None else None
        if one.difference in MISPLACED and brought is not None:
            acts.misplaced[brought] += 1


def _quarter(policy: Policy, at: Moment) -> int:
    return (at.wall_ms + policy.utc_offset_min * MINUTE_MS) // QUARTER_MS


def _in_hours(policy: Policy, at: Moment) -> bool:
    local_min = (at.wall_ms // MINUTE_MS + policy.utc_offset_min) % DAY_MIN
    return policy.hours_open_min <= local_min < policy.hours_close_min

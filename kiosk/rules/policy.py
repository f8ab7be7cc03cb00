"""The written policy of a warehouse: every number and switch the rules ask for.

A profile (TOML, read by `kiosk.config`) gives each of them with its source beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from hashlib import sha256

from kiosk.rules.rungs import Ladder, ladders_from
from kiosk.rules.things import Grade


class CounterSign(StrEnum):
    """When a second person must sign an issue or a return."""

    ALWAYS = "always"
    OUT_OF_HOURS = "out_of_hours"
    EXCEPTIONS = "exceptions"
    NEVER = "never"


class DuressPin(StrEnum):
    """Whether an officer may choose a second PIN, for use under threat, when they are enrolled."""

    OFF = "off"
    OFFERED = "offered"


class PolicyWrong(ValueError):
    """A profile lacks a setting, has one too many, or gives it a value of the wrong kind."""

    def __init__(self, setting: str, why: str) -> None:
        """Keep both, and say both."""
        super().__init__(f"{setting}: {why}")
        self.setting = setting


@dataclass(frozen=True, slots=True)
class Policy:
    """One warehouse's policy. Durations in seconds, times of day in minutes after midnight."""

    counter_sign: CounterSign
    counter_sign_pin: bool
    counter_sign_return: bool
    grade_to_issue: Grade
    grade_to_witness: Grade
    mission_required: bool
    certificate_required: bool
    allowance: int
    duty_issue_h: int
    hours_open_min: int
    hours_close_min: int
    utc_offset_min: int
    session_s: int
    return_s: int
    release_s: int
    held_open_s: int
    left_open_s: int
    count_s: int
    pin_tries: int
    pin_wait_s: int
    pin_wait_max_s: int
    count_daily_h: int
    count_weekly_h: int
    count_monthly_h: int
    count_sample_percent: int
    count_sample_least: int
    count_challenge_percent: int
    count_least_ms: int
    search_list_min: int
    search_report_h: int
    search_nation_h: int
    transfer_h: int
    badge_lent_h: int
    handover_required: bool
    shift_h: int
    stand_to_pair_s: int
    stand_to_h: int
    count_half_yearly_h: int
    count_appointment_d: int
    count_command_d: int
    count_by_itself: bool
    count_by_itself_min: int
    overdue: tuple[Ladder, ...]
    muster_return_h: int
    muster_alarm_h: int
    restore_drill_d: int
    duress_pin: DuressPin
    passing_on: bool
    service_min: int
    mains_issue_min: int
    battery_stop_s: int

    @property
    def digest(self) -> str:
        """What a book is told of this policy: 16 hexadecimal digits that no other one has."""
        settings = "\n".join(f"{each.name}={getattr(self, each.name)}" for each in fields(self))
        return sha256(settings.encode()).hexdigest()[:16]


_NAMES = tuple(field.name for field in fields(Policy))

_CHOICES: Mapping[str, type[StrEnum]] = {
    "counter_sign": CounterSign,
    "grade_to_issue": Grade,
    "grade_to_witness": Grade,
    "duress_pin": DuressPin,
}
"""The settings that are one of a few words."""

_MAY_BE_ZERO = frozenset(
    {"allowance", "hours_open_min", "hours_close_min", "utc_offset_min", "count_by_itself_min"}
)
"""All other numbers are patience or tries; none of these is ever none."""


def policy_from(profile: Mapping[str, object]) -> Policy:
    """Return the policy a profile describes.

    Raises:
        PolicyWrong: names the setting and what was expected of it.
    """
    values, wrong = _judged(profile)
    if wrong:
        raise wrong[0]
    return Policy(**values)  # type: ignore[arg-type]  # every value was checked against its field


def policy_problems(profile: Mapping[str, object]) -> tuple[PolicyWrong, ...]:
    """Return everything that is wrong with a profile, in the order of the settings."""
    return tuple(_judged(profile)[1])


def _judged(profile: Mapping[str, object]) -> tuple[dict[str, object], list[PolicyWrong]]:
    """Return the values of a profile that are good, and what is wrong with it."""
    values: dict[str, object] = {}
    wrong: list[PolicyWrong] = []
    for name in _NAMES:
        if name not in profile:
            missing = "missing; every setting of the policy must be given"
            wrong.append(PolicyWrong(name, missing))
            continue
        try:
            values[name] = _checked(name, profile[name])
        except PolicyWrong as one:
            wrong.append(one)
    unknown = sorted(set(profile) - set(_NAMES))
    wrong += [PolicyWrong(name, "there is no such setting in a policy") for name in unknown]
    return values, wrong


def _checked(name: str, entry: object) -> object:
    if not isinstance(entry, Mapping) or set(entry) != {"value", "source"}:
        raise PolicyWrong(name, 'expected { value = ..., source = "..." }')
    value, source = entry["value"], entry["source"]
    if not isinstance(source, str) or not source.strip():
        raise PolicyWrong(name, "the source of the number must be named")
    if name in _CHOICES:
        try:
            return _CHOICES[name](value)
        except ValueError:
            choices = ", ".join(_CHOICES[name])
            raise PolicyWrong(name, f"expected one of {choices}, not {value!r}") from None
    if name == "overdue":
        try:
            return ladders_from(value)
        except ValueError as wrong:
            raise PolicyWrong(name, f"{wrong}") from None
    expected = next(field.type for field in fields(Policy) if field.name == name)
    if expected is bool:
        if not isinstance(value, bool):
            raise PolicyWrong(name, f"expected true or false, not {value!r}")
        return value
    least = 0 if name in _MAY_BE_ZERO else 1
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise PolicyWrong(name, f"expected a whole number, {least} or more, not {value!r}")
    return value

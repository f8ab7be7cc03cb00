"""A profile names every setting, its value and its source, or is refused by the setting's name."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import kiosk.rules
from kiosk.rules.policy import CounterSign, Policy, PolicyWrong, policy_from

PROFILES = Path(kiosk.rules.__file__).parent / "profiles"
SETTINGS = [field.name for field in fields(Policy)]


def cambodia() -> dict[str, Any]:
    return tomllib.loads((PROFILES / "cambodia.toml").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_profiles_that_are_delivered_are_whole(path: Path) -> None:
    assert isinstance(policy_from(tomllib.loads(path.read_text("utf-8"))), Policy)


def test_the_two_profiles_differ_in_who_must_stand_by() -> None:
    assert policy_from(cambodia()).counter_sign is CounterSign.ALWAYS
    own = policy_from(tomllib.loads((PROFILES / "self_service.toml").read_text("utf-8")))
    assert own.counter_sign is CounterSign.EXCEPTIONS


@pytest.mark.parametrize("name", SETTINGS)
def test_a_missing_setting_is_named(name: str) -> None:
    profile = cambodia()
    del profile[name]
    with pytest.raises(PolicyWrong, match=rf"^{name}: missing"):
        policy_from(profile)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("wrong", ["maybe", 1.5, -1, [], None])
def test_a_value_of_the_wrong_kind_is_named(name: str, wrong: object) -> None:
    profile = cambodia()
    profile[name]["value"] = wrong
    with pytest.raises(PolicyWrong, match=rf"^{name}: expected"):
        policy_from(profile)


def test_true_is_no_number_and_one_is_not_true() -> None:
    for name, wrong in (("pin_tries", True), ("counter_sign_pin", 1)):
        profile = cambodia()
        profile[name]["value"] = wrong
        with pytest.raises(PolicyWrong, match=rf"^{name}: expected"):
            policy_from(profile)


@pytest.mark.parametrize("name", ["pin_tries", "pin_wait_s", "session_s", "release_s"])
def test_patience_and_tries_are_never_none(name: str) -> None:
    profile = cambodia()
    profile[name]["value"] = 0
    with pytest.raises(PolicyWrong, match=rf"^{name}: expected a whole number, 1 or more"):
        policy_from(profile)


@pytest.mark.parametrize("name", ["allowance", "hours_open_min", "utc_offset_min"])
def test_some_numbers_may_be_zero(name: str) -> None:
    profile = cambodia()
    profile[name]["value"] = 0
    assert getattr(policy_from(profile), name) == 0


@pytest.mark.parametrize(
    "entry", [5, {"value": 5}, {"source": "x"}, {"value": 5, "source": "x", "more": 1}]
)
def test_a_setting_is_a_value_with_its_source(entry: object) -> None:
    with pytest.raises(PolicyWrong, match=r"^allowance: expected \{ value"):
        policy_from({**cambodia(), "allowance": entry})


@pytest.mark.parametrize("source", ["", "  ", 7])
def test_a_number_without_a_source_is_refused(source: object) -> None:
    with pytest.raises(PolicyWrong, match=r"^allowance: the source"):
        policy_from({**cambodia(), "allowance": {"value": 1, "source": source}})


def test_a_setting_nobody_asked_for_is_named() -> None:
    with pytest.raises(PolicyWrong, match=r"^alowance: there is no such setting"):
        policy_from({**cambodia(), "alowance": {"value": 1, "source": "a slip"}})

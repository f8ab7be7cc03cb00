"""A policy that was changed between two starts is said, at the start and by `kiosk status`."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.policy_watch import changed_at_start, in_force
from kiosk.config import Settings, read_settings
from kiosk.registry.book import open_book
from kiosk.registry.queries import Office
from kiosk.rules.entries import Started
from tests.assembly.program import running, warehouse
from tests.commands.typed import fresh, typed


def changed(config: Path) -> Settings:
    """Let a bolt stay up longer, by kiosk.toml alone."""
    text = config.read_text(encoding="utf-8")
    assert '"release_s" = { "value" = 30' in text
    config.write_text(
        text.replace('"release_s" = { "value" = 30', '"release_s" = { "value" = 31'),
        encoding="utf-8",
    )
    return read_settings(config)


def started(settings: Settings, policies: Sequence[str]) -> None:
    """Start a book once for each policy, each start a process of its own."""
    for policy in policies:
        with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
            book.journal.append((Started(SystemClock().now(), (), policy),))


def test_a_policy_changed_between_two_starts_is_said_at_the_second_and_by_status(
    tmp_path: Path,
) -> None:
    """Who changes kiosk.toml does it alone: the chief must hear of it."""
    config, before = warehouse(tmp_path)
    with running(config, before) as kiosk:
        kiosk.answered()
        assert kiosk.ends() == 0
        assert kiosk.child.stdout is not None
        assert "policy" not in kiosk.child.stdout.read(), "nothing was changed yet"
    after = changed(config)
    with running(config, after) as kiosk:
        view = kiosk.answered()
        said = typed("status", "--config", config).stdout
        told = json.loads(typed("status", "--json", "--config", config).stdout)["policy"]
        assert kiosk.ends() == 0
        assert kiosk.child.stdout is not None
        log = kiosk.child.stdout.read()
    assert f"The policy was changed: it is {after.policy.digest} now, and was" in log
    assert f"was {before.policy.digest} when this kiosk started at 20" in log
    assert f"(entry {view.seq - 2}). An alarm calls the chief" in log
    assert [alarm.cause for alarm in view.alarms] == ["policy"]
    assert f"(entry {view.seq - 1}); changed then, it was {before.policy.digest}\n" in said
    assert told == {
        "digest": after.policy.digest,
        "before": before.policy.digest,
        "configured": after.policy.digest,
        "since_ms": told["since_ms"],
        "since_seq": view.seq - 1,
    }


def test_a_kiosk_toml_changed_under_a_running_kiosk_is_said_to_wait(tmp_path: Path) -> None:
    config, before = warehouse(tmp_path)
    with running(config, before) as kiosk:
        kiosk.answered()
        after = changed(config)
        said = typed("status", "--config", config).stdout
    assert f"policy   {before.policy.digest} since 20" in said
    assert f"; kiosk.toml says {after.policy.digest} now, from the next start on\n" in said


def test_who_may_not_read_the_book_is_told_that_and_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        monkeypatch.setattr("os.access", lambda *_: False)
        result = typed("status", "--config", config)
        told = json.loads(typed("status", "--json", "--config", config).stdout)["policy"]
    assert result.exit_code == 0
    assert "policy   this account may not read the book that says it\n" in result.stdout
    assert told == {"digest": None, "unknown": "this account may not read the book that says it"}


def test_a_kiosk_that_halts_before_its_book_still_tells_its_status(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    (settings.folder / "registry.db").write_bytes(b"x" * 9_000)
    (settings.folder / "kiosk.pub").write_bytes(b"")
    with running(config, settings) as kiosk:
        kiosk.once(lambda view: view.stage == "halted")
        result = typed("status", "--config", config)
    assert result.exit_code == 0
    assert "policy   The register cannot be read (the file is no database" in result.stdout


def test_in_force_is_counted_from_the_first_start_of_the_newest_policy(tmp_path: Path) -> None:
    """As often as it was started since, and whatever the same policy was before another."""
    _, settings = fresh(tmp_path)
    started(settings, ["aa", "aa", "bb", "aa", *["cc"] * 150])
    with closing(Office.at(settings.folder / "registry.db")) as office:
        found = in_force(office)
        assert found is not None
        assert (found.digest, found.since_seq, found.before) == ("cc", 5, "aa")
        assert "was cc when" in (changed_at_start(office, settings.policy) or "")


@pytest.mark.parametrize("policies", [[], [""], ["aa", ""]])
def test_a_book_that_tells_of_no_policy_accuses_nobody(tmp_path: Path, policies: list[str]) -> None:
    _, settings = fresh(tmp_path)
    started(settings, policies or ["aa"])
    with closing(Office.at(settings.folder / "registry.db")) as office:
        said = changed_at_start(office, settings.policy)
    assert (said is None) is bool(policies)

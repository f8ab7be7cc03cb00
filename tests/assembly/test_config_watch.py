"""A kiosk.toml that was changed between two starts is said, and is a line of the book."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from kiosk.assembly.policy_watch import config_before
from kiosk.config import Settings, read_settings
from kiosk.config.comparing import digest
from kiosk.registry.queries import Office
from kiosk.rules.entries import ConfigChanged, Entry
from kiosk.service.views import Stage
from tests.assembly.program import warehouse
from tests.assembly.test_kiosk_inside import PATIENCE_S, Run


@contextmanager
def turned_on(settings: Settings) -> Iterator[Run]:
    """Run a kiosk until it shows its first page."""
    run = Run(settings)
    try:
        run.at(Stage.IDLE)
        yield run
    finally:
        run.stop.set()
        run.thread.join(PATIENCE_S)


def newest(settings: Settings, many: int = 12) -> list[Entry]:
    """Return the newest lines of the book."""
    with closing(Office.at(settings.folder / "registry.db")) as office:
        return [line.entry for line in office.lines(None, many) if line.entry is not None]


def test_a_changed_kiosk_toml_is_said_and_written_at_the_next_start_and_only_then(
    tmp_path: Path,
) -> None:
    _, before = warehouse(tmp_path)
    with turned_on(before) as run:
        assert "kiosk.toml was changed" not in run.log.getvalue()
    after = replace(before, readers=before.readers[:-1])
    with turned_on(after) as run:
        assert f"was {digest(before)} at the start before" in run.log.getvalue()
    changed = [entry for entry in newest(after) if isinstance(entry, ConfigChanged)]
    assert [(one.was, one.becomes) for one in changed] == [(digest(before), digest(after))]
    with turned_on(after) as run:
        assert "kiosk.toml was changed" not in run.log.getvalue()
    assert sum(isinstance(entry, ConfigChanged) for entry in newest(after, 40)) == 1
    with closing(Office.at(after.folder / "registry.db")) as office:
        assert config_before(office) == digest(after)


def test_a_comment_and_the_policy_change_nothing_of_the_digest_and_a_pin_does(
    tmp_path: Path,
) -> None:
    """The policy has a digest of its own, and calls the chief."""
    config, settings = warehouse(tmp_path)
    text = config.read_text("utf-8")
    config.write_text(f"# looked at on Monday\n{text}", "utf-8")
    assert digest(read_settings(config)) == digest(settings)
    lenient = replace(settings.policy, allowance=settings.policy.allowance + 1)
    assert digest(replace(settings, policy=lenient)) == digest(settings)
    other = replace(settings.i2c, device="/dev/i2c-9")
    assert digest(replace(settings, i2c=other)) != digest(settings)

"""Each trap of systemd and of the Pi that cost somebody a night, and where we stepped round it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from drivers.lines.pin_profile import RACK_V1, read_profile
from kiosk.assembly.kiosk import AGAIN, HALTED_S, TURN_S
from kiosk.commands import CONFIG, USAGE
from kiosk.provision.box import ANSWER_S, STEADY_S
from tests.systemd.units import FOLDER, lines_of, one, seconds, settings_of, unit_files, words

IN_MODULES: Final = {
    "char-spi": "spidev",
    "char-i2c": "i2c-dev",
    "char-ttyACM": "cdc_acm",
    "char-ttyUSB": "usbserial",
    "char-input": "evdev",
    "char-gpiochip": "",
    "char-ttyAMA": "",
    "char-ttyS": "",
}
"""Name in /proc/devices -> the module that puts it there; empty: in every Pi's kernel itself."""

PI_WATCHDOG_S: Final = 15
"""bcm2835_wdt counts 20 bits at 65.5 kHz: 16 s, and its driver says 15."""

WRITES: Final = ("kiosk.service", "failsafe.service")

RUN_CHROMIUM: Final = ("browser", "power_off")
"""Units in which it runs: for the pages, and to make a PDF of the last sheet."""


def spi_is_named_as_the_kernel_names_it() -> bool:
    """`char-spidev` would match nothing, silently (drivers/spi/spidev.c registers "spi")."""
    named = {word for path in unit_files() for word in words(path.name, "DeviceAllow")}
    return "char-spi" in named and "char-spidev" not in named


def every_allowed_device_is_in_the_kernel_before_the_unit_starts() -> bool:
    """DeviceAllow= is looked up in /proc/devices once, when the unit starts."""
    loaded = set(lines_of("kiosk.modules-load.conf"))
    named = {word for word in words("kiosk.service", "DeviceAllow") if word.startswith("char-")}
    wanted = {IN_MODULES[name] for name in named} - {""}
    after = "systemd-modules-load.service" in words("kiosk.service", "After")
    return wanted == loaded and after


def what_protects_the_clock_also_closes_the_devices() -> bool:
    """ProtectClock=yes adds a DeviceAllow= of its own: what a unit wants has to be named."""
    return all(
        settings_of(name)["DeviceAllow"]
        for name in (*WRITES, "browser.service")
        if one(name, "ProtectClock") == "yes"
    )


def gpiozero_can_ask_which_pi_this_is() -> bool:
    """It reads /proc/device-tree and /proc/cpuinfo, which ProcSubset=pid hides."""
    return all(one(name, "ProcSubset") == "all" for name in WRITES)


def lgpio_has_a_folder_for_its_pipe() -> bool:
    """Without one gpiozero falls back to another pin library, and says so only as a warning."""
    return all(
        one(name, "WorkingDirectory") == f"/run/{one(name, 'RuntimeDirectory')}"
        and {f"LG_WD={one(name, 'WorkingDirectory')}", "GPIOZERO_PIN_FACTORY=lgpio"}
        <= words(name, "Environment")
        for name in WRITES
    )


def nothing_writes_what_it_runs_but_chromium() -> bool:
    """MemoryDenyWriteExecute= suits Python, SQLite and OpenSSL (measured); Chromium compiles."""
    return all(
        (one(path.name, "MemoryDenyWriteExecute") == "yes") == (path.stem not in RUN_CHROMIUM)
        for path in FOLDER.glob("*.service")
    )


def outputs_fall_when_their_program_dies() -> bool:
    """A Raspberry Pi's kernel goes on driving them, unless config.txt says otherwise."""
    after = one("kiosk.service", "ExecStopPost").endswith(" -m kiosk failsafe")
    return after and "dtparam=strict_gpiod" in lines_of("kiosk.config.txt")


def outputs_are_low_from_the_firmware_on() -> bool:
    """GPIO 0 to 8 are pulled up at power-on; ours are pulled down before Linux runs."""
    profile = read_profile(RACK_V1)
    unused = {"RS-485 direction", "expander reset"}
    outs = {p.bcm for p in profile.pins if p.direction == "out" and p.use not in unused}
    found = re.search(
        r"^gpio=([\d,]+)=ip,pd$", "\n".join(lines_of("kiosk.config.txt")), re.MULTILINE
    )
    return found is not None and {int(pin) for pin in found[1].split(",")} == outs


def the_board_has_what_its_profile_asks_of_config_txt() -> bool:
    return set(read_profile(RACK_V1).config) <= set(lines_of("kiosk.config.txt"))


def a_kiosk_comes_back_from_whatever_ended_it() -> bool:
    return one("kiosk.service", "Restart") == "always" and one("kiosk.service", "OnFailure") == (
        "failsafe.service kiosk-again.timer"
    )


def a_kiosk_that_cannot_write_is_not_given_up() -> bool:
    """It stays up for a while to tell people: ten of those do not fit into the five minutes."""
    burst = int(one("kiosk.service", "StartLimitBurst"))
    again_s = HALTED_S + seconds("kiosk.service", "RestartSec")
    stays = str(AGAIN) not in words("kiosk.service", "RestartPreventExitStatus")
    return stays and burst * again_s > seconds("kiosk.service", "StartLimitIntervalSec")


def a_wrong_file_is_not_tried_every_two_seconds() -> bool:
    never = words("kiosk.service", "RestartPreventExitStatus")
    return never == {str(USAGE), str(CONFIG)}


def a_kiosk_that_was_given_up_is_tried_again_later() -> bool:
    """Later than the interval in which starts are counted, or systemd would refuse it."""
    timer = "kiosk-again.timer"
    later = seconds(timer, "OnActiveSec") > seconds("kiosk.service", "StartLimitIntervalSec")
    return later and one(timer, "RemainAfterElapse") == "no" and "Install" not in open_text(timer)


def the_watchdog_waits_for_several_turns_of_the_loop() -> bool:
    return seconds("kiosk.service", "WatchdogSec") >= 5 * TURN_S


def a_program_that_hangs_is_killed_and_not_asked() -> bool:
    return one("kiosk.service", "WatchdogSignal") == "SIGKILL"


def the_pi_s_own_watchdog_can_count_that_far() -> bool:
    """More than it can count gives a Pi that resets itself for ever."""
    return seconds(
        "kiosk.system.conf", "RuntimeWatchdogSec"
    ) < PI_WATCHDOG_S and "dtparam=watchdog=on" in lines_of("kiosk.config.txt")


def only_the_kiosk_itself_speaks_for_it() -> bool:
    return one("kiosk.service", "NotifyAccess") == "main"


def the_screen_waits_for_no_network_and_no_clock() -> bool:
    """The official recipe wants both, and stays dark on a site that has neither."""
    wanted = words("browser.service", "After") | words("browser.service", "Wants")
    wanted |= words("browser.service", "Requires") | words("browser.service", "BindsTo")
    return not any("network" in name or "time" in name for name in wanted)


def no_unit_waits_for_a_network() -> bool:
    asked = ("After", "Wants", "Requires", "BindsTo")
    every = {word for path in unit_files() for key in asked for word in words(path.name, key)}
    return not {"network-online.target", "systemd-time-wait-sync.service"} & every


def chromium_keeps_its_own_sandbox() -> bool:
    """Its zygote makes namespaces; --no-sandbox would be the easy way."""
    from kiosk.assembly.screen import FLAGS  # noqa: PLC0415 - of this trap alone

    allowed = words("browser.service", "RestrictNamespaces")
    return allowed == {"user", "pid", "net"} and "--no-sandbox" not in FLAGS


def no_scanner_types_into_the_page() -> bool:
    """A bar code can hold control keys, and a scanner that nobody grabbed is a keyboard."""
    rules = "\n".join(lines_of("60-kiosk.rules"))
    binds = ET.parse(FOLDER / "labwc/rc.xml").findall(".//keybind/action")  # noqa: S314 - our own file
    ignored = 'ENV{ID_INPUT_KEYBOARD}=="1", ENV{LIBINPUT_IGNORE_DEVICE}="1"' in rules
    return ignored and [action.get("name") for action in binds] == ["None"]


def nobody_else_opens_our_serial_lines() -> bool:
    return 'ENV{ID_MM_DEVICE_IGNORE}="1"' in "\n".join(lines_of("60-kiosk.rules"))


def only_addresses_of_the_building_reach_the_pages() -> bool:
    allowed = words("web_ui.service", "IPAddressAllow")
    return one("web_ui.service", "IPAddressDeny") == "any" and "any" not in allowed


def the_pages_can_open_no_port_and_no_book() -> bool:
    hidden = words("web_ui.service", "InaccessiblePaths")
    return one("web_ui.service", "SocketBindDeny") == "any" and "-/var/lib/kiosk" in hidden


def a_screen_s_patience_is_longer_than_a_page_needs_to_come_back() -> bool:
    from kiosk.assembly.screen import LOOK_S  # noqa: PLC0415 - of this trap alone

    return seconds("browser.service", "WatchdogSec") >= 10 * LOOK_S


def a_label_of_fat_is_eleven_letters_at_most() -> bool:
    mount = r"media-kiosk\x2dbackup.mount"
    label = one(mount, "What").rpartition("/")[2]
    return len(label) <= 11 and f'=="{label}"' in "\n".join(lines_of("60-kiosk.rules"))


def the_unit_looks_for_the_wish_that_the_kiosk_lays_down() -> bool:
    from kiosk.assembly.machine import WISH  # noqa: PLC0415 - of this trap alone

    path = f"/run/{one('kiosk.service', 'RuntimeDirectory')}/{WISH}"
    takes = words("power_off.service", "ReadWritePaths") >= {str(Path(path).parent)}
    return one("power_off.path", "PathExists") == path and takes


def a_machine_that_is_to_stop_stops_whatever_came_of_its_sheet() -> bool:
    asked = [one("power_off.service", f"{end}Action") for end in ("Success", "Failure")]
    bounded = seconds("power_off.service", "TimeoutStartSec") <= 60
    return asked == ["poweroff", "poweroff"] and bounded


def an_update_that_was_cut_off_is_mended_before_a_kiosk_starts_on_half_of_it() -> bool:
    from kiosk.provision.box import AIM, PLACE  # noqa: PLC0415 - of this trap alone

    aim = str(PLACE / AIM)
    script = open_text("package/mend-update")
    before = words("update_mend.service", "Before") >= {"kiosk.service", "web_ui.service"}
    looked_for = one("update_mend.service", "ConditionPathExists") == aim
    return before and looked_for and f"aim={aim}\n" in script


def it_is_ended_by_the_kiosk_that_runs_then() -> bool:
    """`--finish` has the running kiosk write: before it, each would wait for the other."""
    from kiosk.provision.box import AIM, PLACE  # noqa: PLC0415 - of this trap alone

    unit = "update_finish.service"
    after = words(unit, "After") >= {"kiosk.service", "update_mend.service"}
    longest_s = 2 * ANSWER_S + 2 * STEADY_S
    looked_for = one(unit, "ConditionPathIsSymbolicLink") == str(PLACE / AIM)
    return after and looked_for and seconds(unit, "TimeoutStartSec") > 2 * longest_s


def no_start_in_the_middle_of_an_update_pulls_what_mends_one() -> bool:
    """Dpkg's own script would start the kiosk, that the mending, and that would wait for dpkg."""
    mending = {"update_mend.service", "update_finish.service"}
    pulls = ("Wants", "Requires", "BindsTo", "Upholds", "OnFailure", "OnSuccess", "Unit", "Also")
    pulled = {word for path in unit_files() for key in pulls for word in words(path.name, key)}
    wanted = all(one(name, "WantedBy") == "multi-user.target" for name in mending)
    started = re.findall(r'^units="([^"]*)"$', open_text("package/postinst"), re.MULTILINE)
    stopped = re.findall(r'^units="([^"]*)"$', open_text("package/prerm"), re.MULTILINE)
    named = set(" ".join(started + stopped).split())
    return wanted and bool(named) and not mending & (pulled | named)


def the_package_s_scripts_start_nothing_while_a_boot_mends() -> bool:
    """A start that waits for the mending to end would keep it from ending."""
    says = "export KIOSK_MENDING=1" in open_text("package/mend-update")
    invoked = [
        line
        for name in ("package/postinst", "package/prerm")
        for line in open_text(name).splitlines()
        if "deb-systemd-invoke" in line or "-d /run/systemd/system ] &&" in line
    ]
    return says and sum("KIOSK_MENDING" in line for line in invoked) == 2


TRAPS: Final[tuple[Callable[[], bool], ...]] = (
    spi_is_named_as_the_kernel_names_it,
    every_allowed_device_is_in_the_kernel_before_the_unit_starts,
    what_protects_the_clock_also_closes_the_devices,
    gpiozero_can_ask_which_pi_this_is,
    lgpio_has_a_folder_for_its_pipe,
    nothing_writes_what_it_runs_but_chromium,
    outputs_fall_when_their_program_dies,
    outputs_are_low_from_the_firmware_on,
    the_board_has_what_its_profile_asks_of_config_txt,
    a_kiosk_comes_back_from_whatever_ended_it,
    a_kiosk_that_cannot_write_is_not_given_up,
    a_wrong_file_is_not_tried_every_two_seconds,
    a_kiosk_that_was_given_up_is_tried_again_later,
    the_watchdog_waits_for_several_turns_of_the_loop,
    a_program_that_hangs_is_killed_and_not_asked,
    the_pi_s_own_watchdog_can_count_that_far,
    only_the_kiosk_itself_speaks_for_it,
    the_screen_waits_for_no_network_and_no_clock,
    no_unit_waits_for_a_network,
    chromium_keeps_its_own_sandbox,
    no_scanner_types_into_the_page,
    nobody_else_opens_our_serial_lines,
    only_addresses_of_the_building_reach_the_pages,
    the_pages_can_open_no_port_and_no_book,
    a_screen_s_patience_is_longer_than_a_page_needs_to_come_back,
    a_label_of_fat_is_eleven_letters_at_most,
    the_unit_looks_for_the_wish_that_the_kiosk_lays_down,
    a_machine_that_is_to_stop_stops_whatever_came_of_its_sheet,
    an_update_that_was_cut_off_is_mended_before_a_kiosk_starts_on_half_of_it,
    it_is_ended_by_the_kiosk_that_runs_then,
    no_start_in_the_middle_of_an_update_pulls_what_mends_one,
    the_package_s_scripts_start_nothing_while_a_boot_mends,
)


def open_text(name: str) -> str:
    """Return a file as it is."""
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("stepped_round", TRAPS, ids=lambda trap: str(trap.__name__))
def test_a_trap_is_stepped_round(stepped_round: Callable[[], bool]) -> None:
    assert stepped_round()


def test_the_udev_rules_are_rules() -> None:
    """Debian 12 has no `udevadm verify`: each part of a line is a match or an assignment."""
    part = re.compile(r'[A-Z_]+(\{[A-Za-z_]+\})?(==|!=|\+=|:=|=)"[^"]*"')
    rules = lines_of("60-kiosk.rules")
    assert rules
    assert [each for rule in rules for each in rule.split(", ") if not part.fullmatch(each)] == []


def test_the_accounts_are_made_in_an_empty_system(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    command = ["systemd-sysusers", f"--root={tmp_path}", str(FOLDER / "kiosk.sysusers")]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    accounts = (tmp_path / "etc/passwd").read_text(encoding="utf-8")
    made = {line.split(":")[0]: line.split(":")[-1] for line in accounts.splitlines()}
    assert made.keys() >= {"kiosk", "kiosk-web", "kiosk-screen"}
    assert made["kiosk"].endswith("/nologin")

"""USB devices are found by vendor and product, in a sysfs laid out as the kernel does it."""

from pathlib import Path

import pytest

from drivers.parts.hot_plug import DeviceGone
from drivers.parts.usb import NoUsbName, UsbDevice, path_of, plugged_in


class Machine:
    """A /sys and a /dev with what was plugged in."""

    def __init__(self, root: Path) -> None:
        self.sys, self.dev = root / "sys", root / "dev"
        for kind in ("tty", "input"):
            (self.sys / "class" / kind).mkdir(parents=True)
        (self.dev / "input").mkdir(parents=True)

    def plug(self, port: str, node: str, ids: str, serial: str = "", *, kind: str = "tty") -> None:
        """Plug something in: `port` on the bus, `node` under /dev, `ids` as VENDOR:PRODUCT."""
        usb = self.sys / "devices" / "usb1" / port
        below = usb / f"{port}:1.0" / kind / Path(node).name
        below.mkdir(parents=True)
        vendor, product = ids.split(":")
        told = {"idVendor": vendor, "idProduct": product, "manufacturer": "QinHeng", "product": "A"}
        for name, said in {**told, "serial": serial}.items():
            if said:
                (usb / name).write_text(said + "\n", encoding="utf-8")
        (self.sys / "class" / kind / below.name).symlink_to(below)
        (self.dev / node).touch()

    def path(self, device: str, kind: str = "tty") -> str:
        return path_of(device, kind, self.sys, self.dev).removeprefix(str(self.dev))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_path_is_taken_as_it_is(machine: Machine) -> None:
    assert machine.path("/dev/serial/by-id/usb-x") == "/dev/serial/by-id/usb-x"
    assert machine.path("loop://") == "loop://"


def test_a_device_is_found_by_vendor_and_product_in_its_own_class(machine: Machine) -> None:
    machine.plug("1-1", "ttyUSB0", "1a86:7523")
    machine.plug("1-2", "input/event3", "0c2e:0b61", kind="input")
    assert machine.path("usb:1A86:7523") == "/ttyUSB0"
    assert machine.path("usb:0c2e:0b61", "input") == "/input/event3"
    with pytest.raises(DeviceGone, match="nothing is plugged in that is usb:0c2e:0b61"):
        machine.path("usb:0c2e:0b61", "tty")


def test_two_of_a_kind_are_told_apart_by_their_serial_number_or_not_at_all(
    machine: Machine,
) -> None:
    machine.plug("1-1", "ttyUSB0", "0403:6001", "A1")
    machine.plug("1-2", "ttyUSB1", "0403:6001", "A2")
    assert machine.path("usb:0403:6001:A2") == "/ttyUSB1"
    with pytest.raises(DeviceGone, match="are both usb:0403:6001: name one by its by-path name"):
        machine.path("usb:0403:6001")
    with pytest.raises(DeviceGone, match="nothing is plugged in"):
        machine.path("usb:0403:6001:A")


@pytest.mark.parametrize("name", ["usb:", "usb:1a86", "usb:1a86:752", "usb:1a86:7523:", "usb:x:y"])
def test_half_a_name_is_none(machine: Machine, name: str) -> None:
    with pytest.raises(NoUsbName, match="expected usb:VENDOR:PRODUCT"):
        machine.path(name)


def test_what_is_plugged_in_is_listed_with_the_name_that_finds_it(machine: Machine) -> None:
    machine.plug("1-1", "ttyACM0", "28e9:5740", "S1")
    machine.plug("1-2", "input/event0", "0c2e:0b61", kind="input")
    (machine.sys / "class" / "tty" / "ttyS0").mkdir()
    (machine.dev / "ttyS0").touch()
    (machine.sys / "class" / "tty" / "ttyUSB9").symlink_to("gone")
    found = plugged_in(machine.sys, machine.dev)
    assert found == (
        UsbDevice(f"{machine.dev}/input/event0", "input", "0c2e", "0b61", "", "QinHeng A"),
        UsbDevice(f"{machine.dev}/ttyACM0", "tty", "28e9", "5740", "S1", "QinHeng A"),
    )
    assert [one.usb_name for one in found] == ["usb:0c2e:0b61", "usb:28e9:5740:S1"]


def test_a_device_that_lost_its_node_is_not_there(machine: Machine) -> None:
    machine.plug("1-1", "ttyUSB0", "1a86:7523")
    (machine.dev / "ttyUSB0").unlink()
    assert plugged_in(machine.sys, machine.dev) == ()

"""The pin library hears all edges with one thread, and one exception ends it (lgpio 0.2.2)."""

from tests.hil.child import Child
from tests.hil.gpio_sim import GpioSim
from tests.hil.waiting import until

CONTACT, BUTTON = 5, 6


def test_a_contact_sees_its_edges_also_when_the_pin_librarys_only_thread_has_died(
    chip: GpioSim,
) -> None:
    """A contact that trusted callbacks would be deaf from here on, and nobody would know."""
    chip.pull(BUTTON, up=False)
    with Child("contact", str(CONTACT)) as program:
        assert program.order("next") == "Found(device='cable R1-A')"
        assert program.order("next") == "Edge(line='cable R1-A', closed=False)"
        program.order(f"mistake {BUTTON}")
        assert program.order("listening") == "True"
        chip.pull(BUTTON, up=True)
        until(lambda: program.order("listening") == "False", "the thread to die")
        for closed in (True, False, True):
            chip.pull(CONTACT, up=not closed)
            assert program.order("next") == f"Edge(line='cable R1-A', closed={closed})"


def test_a_chip_that_is_opened_a_second_time_in_one_program_is_still_polled(
    chip: GpioSim,
) -> None:
    """A pin of gpiozero leaves its callback alive at close; nothing of ours depends on them."""
    with Child("contact", str(CONTACT)) as program:
        for _ in range(3):
            chip.pull(CONTACT, up=True)
            assert program.order("next") == "Found(device='cable R1-A')"
            assert program.order("next") == "Edge(line='cable R1-A', closed=False)"
            chip.pull(CONTACT, up=False)
            assert program.order("next") == "Edge(line='cable R1-A', closed=True)"
            chip.pull(CONTACT, up=True)
            assert program.order("next") == "Edge(line='cable R1-A', closed=False)"
            program.order("reopen")


def test_each_program_finds_the_chip_as_if_it_were_the_first(chip: GpioSim) -> None:
    for _ in range(2):
        with Child("contact", str(CONTACT)) as program:
            assert program.order("next") == "Found(device='cable R1-A')"
            assert program.order("next") == "Edge(line='cable R1-A', closed=False)"
            chip.pull(CONTACT, up=False)
            assert program.order("next") == "Edge(line='cable R1-A', closed=True)"
            assert program.order("listening") == "True"
        chip.pull(CONTACT, up=True)

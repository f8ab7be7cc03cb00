"""What goes wrong without anybody's hand, and the hands that are not meant to be there."""

from drivers.readings import Found, Lost
from kiosk.rules.entries import Fault
from kiosk.rules.things import OfficerNumber
from tests.drill.world import Life, World

THIEF = OfficerNumber("thief")


def power(world: World) -> Life:
    """Take the power away now and then, for a blink or for half an hour."""
    random = world.random
    while True:
        yield random.choice([3_000, 8_000, 20_000])
        if world.keeper is not None:
            world.cut_power(random.choice([1, 15, 120, 1_800]))
            world.clock.wall_off_ms = random.choice(
                [world.clock.wall_off_ms, 0, -1_800_000, -world.clock.true_ms]
            )
        yield random.choice([300, 2_000])
        world.jump(random.choice([0, 0, -1_500, 20_000]))  # the time server answers again


def clock(world: World) -> Life:
    """Let the wall clock drift, and jump when somebody sets it."""
    random = world.random
    while True:
        yield random.choice([500, 3_000])
        off_ms = world.clock.wall_off_ms
        world.jump(off_ms + random.choice([-40, 15, 300, -1_900]))
        if random.random() < 0.1:
            world.jump(off_ms - random.choice([5_000, 7_200_000]))
            yield random.choice([60, 600])
            world.jump(0)


def readers(world: World) -> Life:
    """Pull a reader's plug, and put it in again."""
    random = world.random
    while True:
        yield random.choice([900, 2_500, 7_000])
        name = random.choice(sorted(world.plugged))
        yield from unplug(world, name, random.choice([2, 30, 200]))


def unplug(world: World, name: str, for_s: float) -> Life:
    """Pull one reader's plug, and put it in again after a while."""
    if not world.plugged[name]:
        return
    world.plugged[name] = False
    world.put(Lost(name, "the cable came out"))
    yield for_s
    world.plugged[name] = True
    world.put(Found(name))


def disk(world: World) -> Life:
    """Fill the disk, and empty it; once in a while the book does not verify."""
    random = world.random
    while True:
        yield random.choice([4_000, 15_000])
        wrong = random.choice([(Fault.DISK_LOW, "disk"), (Fault.BOOK_BROKEN, "journal")])
        world.health.wrong.append(wrong)
        world.look()
        yield random.choice([20, 400])
        world.health.wrong.remove(wrong)
        world.look()


def signals(world: World) -> Life:
    """Let a line beside those of the cables become active, and come to rest after a while."""
    random = world.random
    while True:
        yield random.choice([1_200, 4_000, 9_000])
        line = random.choice(sorted(world.wires.active))
        world.wires.signal(line, active=True)
        yield random.choice([1, 40, 300, 1_500])
        world.wires.signal(line, active=False)


def supply(world: World) -> Life:
    """Let the mains fail for long; now and then the battery runs down, and the machine stops."""
    random = world.random
    while True:
        yield random.choice([9_000, 25_000])
        world.wires.signal("mains line", active=True)
        yield random.choice([600, 2_400])
        world.wires.signal("battery line", active=True)
        yield random.choice([8, 40, 200])
        if world.keeper is not None and world.keeper.bay.supply.off:
            world.cut_power(600)
            yield 700
        world.wires.signal("battery line", active=False)
        world.wires.signal("mains line", active=False)


def wires(world: World) -> Life:
    """Cut the wire of a contact or of another line, perhaps open the cable unseen; mend it."""
    random = world.random
    while True:
        yield random.choice([2_500, 6_000, 14_000])
        wiring = world.layout.wiring
        line = random.choice(sorted([*wiring.cables, *wiring.cables, *wiring.signals]))
        world.wires.sever(line)
        yield random.choice([1, 3, 30, 120])
        cable = wiring.cables.get(line)
        if cable is not None and random.random() < 0.4:
            world.force(cable)
            yield random.choice([2, 40])
            if world.truth.open[cable] and world.truth.on(cable) and random.random() < 0.6:
                world.take(random.choice(world.truth.on(cable)), THIEF)
            if random.random() < 0.8:
                world.push(cable)
        yield random.choice([1, 60, 400, 1_500])
        world.wires.splice(line)


def thief(world: World) -> Life:
    """Break a cable open, take what is there; sometimes at night, with the power off."""
    random, truth = world.random, world.truth
    while True:
        yield random.choice([2_000, 6_000, 15_000])
        gaping = [cable for cable, is_open in truth.open.items() if is_open]
        cable = random.choice(gaping or sorted(truth.open))
        if random.random() < 0.3:
            world.cut_power(60)
        world.force(cable)
        yield random.choice([1, 20, 60, 150, 400, 900])
        if truth.open[cable] and truth.on(cable) and random.random() < 0.7:
            world.take(random.choice(truth.on(cable)), THIEF)
            yield 5
        if random.random() < 0.6:
            world.push(cable)
        yield random.choice([200, 9_000])
        for weapon in truth.carried_by(THIEF):  # what was stolen is found in a ditch
            truth.carried[weapon] = random.choice(world.layout.people[5:10]).number


def everything(world: World) -> None:
    """Let all that can go wrong begin to."""
    for fault in (power, clock, readers, disk, signals, supply, wires, thief):
        world.live(fault(world))

"""The named bugs. Each is one exact replacement in one real module, and must be caught.

Rules of residence: a mutant is a mistake somebody could make, not a slip of the keys. `old` must
stand in the source exactly once, so that one whose place moved is found out, not silently harmless.
"""

from dataclasses import dataclass

DRILL, KEEPER, POWERCUT = "drill", "keeper", "powercut"


@dataclass(frozen=True, slots=True)
class Edit:
    """One exact replacement in the source of one module."""

    module: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug to plant. `catchers`: the proofs that are asked in turn until one turns red.

    `also`: a second place, where the rules ask twice. `seed`: the drill's first
    story; one that is known to find the bug soon saves everybody time.
    """

    name: str
    says: str
    module: str
    old: str
    new: str
    catchers: tuple[str, ...] = (DRILL,)
    seed: int = 1
    also: Edit | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every replacement of this bug, each in a module of its own."""
        first = Edit(self.module, self.old, self.new)
        return (first,) if self.also is None else (first, self.also)


MUTANTS = (
    Mutant(
        "act_before_write",
        "the bolt moves, then the line is written",
        "kiosk.keeper.keeper",
        """\
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
        for effect in decision.effects:
            self._hands.perform(effect)
""",
        """\
        for effect in decision.effects:
            self._hands.perform(effect)
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
""",
        (DRILL, KEEPER),
    ),
    Mutant(
        "pin_counted_after_verdict",
        "the screen is told before the line is durable, so that pulling the plug wins a try",
        "kiosk.keeper.keeper",
        """\
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
""",
        """\
        self._tell(fold(self.bay, decision.entries), decision.entries, 0)
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
""",
        (DRILL, KEEPER),
    ),
    Mutant(
        "bolt_stays_up_when_the_book_breaks",
        "a book that cannot be written ends the program with the bolt up",
        "kiosk.keeper.keeper",
        """\
            self._hands.let_go()
            raise
""",
        """\
            raise
""",
        (DRILL, KEEPER),
    ),
    Mutant(
        "two_bolts_at_once",
        "a second bolt rises while the first is up",
        "kiosk.keeper.hands",
        "                        self._bolts[other].off()\n",
        "                        pass\n",
        (KEEPER,),
    ),
    Mutant(
        "pulse_again_on_recovery",
        "a start finishes the release that was cut short",
        "kiosk.rules.running",
        "    decision += _cut_short(bay, at)\n",
        """\
    if bay.release is not None:
        from kiosk.rules.effects import Unlock
        decision += Decision((), (Unlock(bay.release.cable),))
    decision += _cut_short(bay, at)
""",
    ),
    Mutant(
        "forget_doubt_at_start",
        "what was cut short by a power cut is taken for done",
        "kiosk.rules.running",
        "    decision += _cut_short(bay, at)\n",
        "",
    ),
    Mutant(
        "one_word_frees_a_holder",
        "one custodian says that a weapon is back, and its holder answers for it no more",
        "kiosk.rules.doubts",
        "    if weapon is not None and custody is not None and seen.present:\n",
        "    if False:\n",
    ),
    Mutant(
        "pin_lock_forgotten_at_start",
        "pulling the plug ends the wait after wrong PINs",
        "kiosk.rules.fold.running",
        "officer: replace(tries, until=entry.at.mono_ms + tries.wait_ms)",
        "officer: replace(tries, until=0)",
    ),
    Mutant(
        "issue_at_the_grant",
        "custody passes when the bolt rises, not at the scan outside",
        "kiosk.rules.custody",
        "    return Decision((granted,), (Unlock(cable),",
        """\
    issued = e.WeaponIssued(
        at, asked.weapon, officer, place, asked.mission, asked.due_ms, asked.rounds
    )
    return Decision((granted, issued), (Unlock(cable),""",
    ),
    Mutant(
        "forget_lock_on_lapse",
        "nobody opened the cable, and the bolt stays up",
        "kiosk.rules.cables",
        "    return Decision((e.ReleaseLapsed(at, cable),), (Lock(cable), dark))\n",
        "    return Decision((e.ReleaseLapsed(at, cable),), (dark,))\n",
    ),
    Mutant(
        "forced_opening_ignored",
        "a cable that opens without a release is noted, and nobody is called",
        "kiosk.rules.cables",
        """\
    return Decision((by_force,), (Lock(seen.cable),)) + forced(bay, seen.at, seen.cable)
""",
        """\
    return Decision((by_force,), (Lock(seen.cable),))
""",
    ),
    Mutant(
        "refuse_unknown_at_return",
        "a weapon the register does not know is sent away",
        "kiosk.rules.returns",
        "    if seen.weapon is None:\n        stranger",
        """\
    if seen.weapon is None or bay.out.get(seen.weapon.number) is None:
        return refuse(seen.at, "unknown_weapon", seen.text, bearer)
    if seen.weapon is None:
        stranger""",
    ),
    Mutant(
        "second_person_may_be_bearer",
        "a custodian counter-signs for themselves",
        "kiosk.rules.session",
        """\
    if person.number == session.officer:
        return refuse(seen.at, "second_is_bearer", seen.badge, person.number)
    if not second.allowed(bay, person):
        return""",
        """\
    if not second.trusted(person):
        return""",
        also=Edit(
            "kiosk.rules.second",
            "    gaining = {session.officer}\n",
            "    gaining = set[OfficerNumber | None]()\n",
        ),
    ),
    Mutant(
        "holder_may_witness",
        "whoever answers for a weapon sees it clear, and comes to light as nobody's fault",
        "kiosk.rules.second",
        "        gaining.add(session.returning.holder)\n",
        "        pass\n",
    ),
    Mutant(
        "count_not_compared",
        "any number of weapons left is the right one",
        "kiosk.rules.cables",
        "    if seen.counted == expected:\n",
        "    if seen.counted >= 0:\n",
    ),
    Mutant(
        "siren_not_silenced",
        "the siren goes on after the custodian came",
        "kiosk.rules.decide",
        ".sounding != bay.sounding or ",
        ".sounding > bay.sounding or ",
    ),
    Mutant(
        "wrong_weapon_issued",
        "whatever is scanned outside is taken for the weapon that was released",
        "kiosk.rules.custody",
        "    right = seen.weapon is not None and seen.weapon.number == grant.weapon\n",
        "    right = seen.weapon is not None\n",
    ),
    Mutant(
        "gates_not_asked_again",
        "what went wrong while the second person came does not matter any more",
        "kiosk.rules.custody",
        """\
    reason = closed_gate(Wish(seen.at, bay, person, weapon, place))
    if reason is not None:
        return signed""",
        """\
    reason = None
    if reason is not None:
        return signed""",
    ),
    Mutant(
        "alarm_does_not_stop_issue",
        "the siren sounds, and the next officer draws a weapon",
        "kiosk.rules.gates",
        "lambda bay: bay.sounding)",
        "lambda bay: False)",
    ),
    Mutant(
        "open_housing_is_only_noted",
        "somebody opens the housing, and nobody is called",
        "kiosk.rules.signals",
        "    Signal.TAMPER: e.AlarmCause.TAMPER,\n",
        "",
        (KEEPER,),
    ),
    Mutant(
        "secret_call_is_heard",
        "the siren sounds for whoever called for help in secret",
        "kiosk.rules.bay",
        "        AlarmCause.TAMPER,\n",
        "        AlarmCause.TAMPER,\n        AlarmCause.DURESS,\n",
        (DRILL, KEEPER),
    ),
    Mutant(
        "call_of_a_second_pin_shows",
        "a badge at a return means something else once somebody typed their second PIN",
        "kiosk.rules.alarms",
        "SILENT = frozenset({e.AlarmCause.DURESS, e.AlarmCause.CODE_9})",
        "SILENT = frozenset({e.AlarmCause.DURESS})",
        (DRILL,),
    ),
    Mutant(
        "issues_on_an_empty_battery",
        "the power goes in the middle of an issue that could have waited",
        "kiosk.rules.gates",
        '    ("battery_low", _signal(Signal.BATTERY)),\n',
        "",
        (DRILL, KEEPER),
    ),
    Mutant(
        "signal_lost_at_a_start",
        "a power cut makes an open housing a shut one",
        "kiosk.keeper.eyes",
        "if not levels.get(line, True)}",
        "if not levels.get(line, True) and False}",
        (KEEPER,),
    ),
    Mutant(
        "cut_wire_is_only_a_fault",
        "somebody cuts the wire of a cable, takes a weapon and mends it; the book is sure",
        "kiosk.rules.contacts",
        "    return Decision((fault,)) + called + doubted\n",
        "    return Decision((fault,)) + called\n",
        (DRILL, KEEPER),
    ),
    Mutant(
        "blind_release_hangs",
        "a cable whose contact is lost while it is open is waited for, for ever",
        "kiosk.rules.cables",
        "left_open + _given_up(bay, release, at) if bay.unseen(cable) else left_open",
        "left_open",
        (KEEPER,),
    ),
    Mutant(
        "blind_cable_opens_for_a_return",
        "a return is put behind a cable that nobody would see open",
        "kiosk.rules.returns",
        "not in bay.open_cables and not bay.unseen(position.cable)",
        "not in bay.open_cables",
        (KEEPER,),
    ),
    Mutant(
        "copied_number_counts_as_proof",
        "a UID that anybody can copy is taken for a card that proved its key",
        "kiosk.keeper.owners",
        "Grade.PROVED if card.proved else Grade.CARD",
        "Grade.PROVED",
        (KEEPER,),
    ),
    Mutant(
        "tag_taken_for_a_printed_badge",
        "the ten digits of a printed badge, written into a tag, come out as its holder",
        "kiosk.keeper.owners",
        "    return not badge.kind and not printed\n",
        "    return not badge.kind\n",
        (KEEPER,),
    ),
    Mutant(
        "order_by_wall_clock",
        "a deadline is compared with the wall clock",
        "kiosk.keeper.keeper",
        "        elif due is not None and due <= now.mono_ms:\n",
        "        elif due is not None and due <= now.wall_ms:\n",
        (KEEPER,),
    ),
    Mutant(
        "session_by_wall_clock",
        "a session ends by the wall clock",
        "kiosk.rules.patches",
        "at.mono_ms + 1000 * patience_s",
        "at.wall_ms + 1000 * patience_s",
    ),
    Mutant(
        "second_issue_of_one_weapon",
        "an issue leaves the weapon in the rack, for the next one to draw",
        "kiosk.rules.fold.custody",
        "            bay = replace(removed(bay, weapon), out={**bay.out, weapon: custody})\n",
        "            bay = replace(bay, out={**bay.out, weapon: custody})\n",
    ),
    Mutant(
        "custodian_counts",
        "who answers for the racks may be drawn to count them",
        "kiosk.rules.counts.draws",
        "MAY_COUNT = frozenset({Role.OFFICER,",
        "MAY_COUNT = frozenset({Role.CUSTODIAN, Role.OFFICER,",
    ),
    Mutant(
        "one_counts_twice",
        "what differs is seen again by the one who saw it",
        "kiosk.rules.counts.draws",
        "(one for one in mixed if one != counter)",
        "(one for one in mixed if one == counter)",
    ),
    Mutant(
        "held_tag_is_many_scans",
        "a tag held for a second is a badge shown twenty times",
        "kiosk.keeper.eyes",
        "        if reading != before or at.mono_ms - when >= REPEAT_MS:\n",
        "        if reading != before or at.mono_ms - when >= 0:\n",
        (DRILL, KEEPER),
    ),
    Mutant(
        "pin_of_the_one_before",
        "a PIN that was compared for one person passes the next",
        "kiosk.keeper.eyes",
        "        if person is None or person.number != owner:\n",
        "        if person is None:\n",
        (KEEPER,),
    ),
    Mutant(
        "waiting_for_ever",
        "whoever asked when the book broke is never answered",
        "kiosk.keeper.keeper",
        "            ticket.done.set()\n",
        "            if not ticket.broken: ticket.done.set()\n",
        (KEEPER,),
    ),
    Mutant(
        "witness_told_to_who_counts",
        "somebody is called for a tag that was heard while others still count blind",
        "kiosk.rules.counts.witness",
        "(fold(bay, (line,)), seen.at) if count.at is Pass.SIGN else NOTHING)\n",
        "(fold(bay, (line,)), seen.at))\n",
    ),
)
"""Planted in the rules and in the keeper."""

WRITERS = ("write_once_only_db",)
"""Bugs of the writer, which tests/powercut plants and catches itself: only it cuts real writes. One
is asked for by name here, to show that the table is whole; its own campaign plants them all."""

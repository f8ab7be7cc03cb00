"""Who may sign for what at a desk: a row for each member of `service.works.Work`.

The table is the specification of `test_role_matrix`; what a row prepares is done once, whoever
signs then.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from drivers.readings import Edge
from kiosk.keeper.listing import Listing
from kiosk.rules import entries as e
from kiosk.rules.clocks import BUILT_MS
from kiosk.rules.labels import Kind, number
from kiosk.rules.musters.codes import code_of
from kiosk.rules.things import (
    Condition,
    OfficerNumber,
    Role,
)
from kiosk.service import muster_works as mw
from kiosk.service import people_works as pw
from kiosk.service import protocol as p
from kiosk.service import rack_works as rw
from kiosk.service import shift_works as sw
from kiosk.service import works as w
from kiosk.service.loss_taps import TellLoss
from kiosk.service.views import Stage
from tests.rules.listed_scenes import Capital, lost
from tests.service.far_store import COMES, MANIFEST, SENT, THERE, FarStore
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    FAR_MS,
    OFFICER,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)

PIN = "604829"
PEOPLE = {role: OfficerNumber(f"X-{role}") for role in Role}
"""Somebody of each role who is nobody else's second, holder or voucher."""

SECONDS = frozenset({Role.CUSTODIAN, Role.CHIEF})
KEEPERS = frozenset({Role.CHIEF, Role.REGISTRAR})
DENIERS = SECONDS | KEEPERS
AT_RACKING = DENIERS | {Role.ARMOURER}

NEWCOMER = pw.OfficerFacts("N-1", "Keo Sovann")


def nothing(_: SmallBay) -> None:
    """Prepare nothing."""


def a_silent_alarm(bay: SmallBay) -> None:
    """Let somebody call for help in secret."""
    bay.inbox.put(Edge("button", closed=False))
    bay.wait_for(lambda view: any(alarm.cause == "duress" for alarm in view.alarms))


def facts_of(bay: SmallBay, number: OfficerNumber) -> pw.OfficerFacts:
    """Return a person as a page shows them."""
    person = bay.book.person(number)
    assert person is not None
    one = person.officer
    papers = tuple(pw.CertificateFacts(c.type, c.expires_ms) for c in one.certificates)
    return pw.OfficerFacts(
        one.number, one.name, one.name_km, one.rank, one.unit, one.role, one.active, one.hold,
        papers, one.post,
    )  # fmt: skip


def given_badge(bay: SmallBay) -> int:
    """Return the entry that gave the officer their badge."""
    lines = enumerate(bay.book.lines, 1)
    return next(seq for seq, x in lines if isinstance(x, e.BadgeEnrolled) and x.officer == OFFICER)


@dataclass(frozen=True)
class Row:
    """Who may sign for some work; `work` is made once the bay is `prepared`."""

    allowed: frozenset[Role]
    work: Callable[[SmallBay], w.Work]
    prepared: Callable[[SmallBay], None] = nothing


def corrected(bay: SmallBay) -> pw.CorrectOfficer:
    """Return a correction of the officer's unit."""
    before = facts_of(bay, OFFICER)
    return pw.CorrectOfficer(replace(before, unit="Depot 2"), before, "moved")


def intake() -> rw.TakeIn:
    """Return the form of a weapon that came in."""
    return rw.TakeIn(
        number(Kind.WEAPON, 1, 77), "AKM", "rifle", "", "none", "", "inspect", "cache", "", "", ""
    )


def disputed(bay: SmallBay) -> rw.CorrectWeapon:
    """Return a correction of the rifle's serial."""
    weapon = bay.book.weapon(RIFLE)
    assert weapon is not None
    one = rw.Described(
        weapon.name, weapon.type, weapon.serial, weapon.serial_status, weapon.calibre
    )
    return rw.CorrectWeapon(RIFLE, "read again", one, replace(one, serial="4711"))


def a_correction(bay: SmallBay, of: type[e.OfficerCorrected | e.WeaponCorrected]) -> int:
    """Return the line of a correction that stands, of the rifle's serial or the officer's unit."""
    lines = [seq for seq, one in enumerate(bay.book.lines, 1) if isinstance(one, of)]
    if lines:
        return lines[-1]
    work = corrected(bay) if of is e.OfficerCorrected else disputed(bay)
    assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], work).reason == ""
    bay.vouch(CUSTODIAN, CHIEF)
    return a_correction(bay, of)


def of_the_rifle(bay: SmallBay) -> rw.ReverseWeapon:
    """Return that a correction of the rifle is taken back."""
    return rw.ReverseWeapon(RIFLE, a_correction(bay, e.WeaponCorrected), "it was right")


def a_broken_rifle(bay: SmallBay) -> None:
    """Let the rifle have come back damaged."""
    bay.book.weapons[RIFLE] = replace(bay.book.weapons[RIFLE], condition=Condition.QUARANTINED)


def of_the_officer(bay: SmallBay) -> pw.ReverseOfficer:
    """Return that a correction of the officer is taken back."""
    return pw.ReverseOfficer(OFFICER, a_correction(bay, e.OfficerCorrected), "it was right")


def at_a_post(bay: SmallBay) -> None:
    """Let the chief have left the rifle with the officer, at a post."""
    out_with_somebody(bay)
    if RIFLE not in bay.keeper.bay.musters.standing:
        assert bay.face.sign(CHIEF, PINS[CHIEF], LEFT).reason == ""


def out_with_somebody(bay: SmallBay) -> None:
    """Let the officer have the rifle."""
    if RIFLE not in bay.keeper.bay.out:
        bay.takes_out()
        bay.face.tap(p.Cancel())


def a_sheet(bay: SmallBay) -> None:
    """Let a sheet of the post be out."""
    at_a_post(bay)
    if not bay.keeper.bay.musters.open:
        assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], mw.DrawMuster(POST)).reason == ""


def seen(bay: SmallBay) -> mw.EnterMuster:
    """Return the only row of the newest sheet: the rifle was seen by the custodian."""
    code = code_of(bay.keeper.bay.musters.newest, RIFLE)
    return mw.EnterMuster((mw.SaidRow(code, "seen"),), CUSTODIAN)


def a_sheet_answered(bay: SmallBay) -> None:
    """Let every row of the newest sheet have its answer."""
    a_sheet(bay)
    if not bay.keeper.bay.musters.open[POST].answers:
        assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], seen(bay)).reason == ""


POST = "Kdol"
LEFT = mw.LeaveAtPost(RIFLE, OFFICER, POST, "SA-7", 90, 30)
SEND = w.SendTransfer(THERE, (RIFLE,), OFFICER, 24, "to be mended")
LOSS = w.ReportLoss(RIFLE, "lost", 1, "Samlot", "in a boat", "BTB-02", "7")
TAKEN = (w.Unloaded(COMES.number, COMES.serial),)


def a_transfer(bay: SmallBay) -> None:
    """Let two people have sent a rifle."""
    if bay.keeper.bay.transfers.sent:
        return
    assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], SEND).reason == ""
    for who in (CUSTODIAN, CHIEF):
        bay.until(Stage.VOUCH)
        bay.shows(BADGES[who])
        bay.until(Stage.VOUCH_PIN)
        bay.face.tap(p.Pin(PINS[who]))


def a_transfer_that_left(bay: SmallBay) -> None:
    """Let its carrier be out with it."""
    a_transfer(bay)
    if RIFLE not in bay.keeper.bay.out:
        bay.takes_out()
        bay.face.tap(p.Cancel())


def a_loose_manifest(bay: SmallBay) -> None:
    """Let a transfer be called back whose manifest was about; the bay is put so by hand."""
    a_transfer(bay)
    sent = bay.keeper.bay.transfers.sent
    transfers = replace(bay.keeper.bay.transfers, loose=sent, sent={})
    bay.keeper.bay = replace(bay.keeper.bay, transfers=transfers)


def one_that_comes(bay: SmallBay) -> None:
    """Let a transfer from the other store be awaited."""
    if not bay.keeper.bay.transfers.announced:
        assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], w.ReadManifest("manifest")).reason == ""


def a_loss(bay: SmallBay) -> None:
    """Let a rifle be reported lost."""
    if RIFLE not in bay.keeper.bay.losses:
        assert bay.face.sign(CHIEF, PINS[CHIEF], LOSS).reason == ""


def a_loss_told_at_the_bay(bay: SmallBay) -> None:
    """Let the officer have said that the rifle is lost, and nobody have said any more."""
    out_with_somebody(bay)
    if RIFLE not in bay.keeper.bay.losses:
        bay.enters()
        bay.face.tap(TellLoss(RIFLE, "lost", "today"))
        bay.face.tap(p.Cancel())


def a_listed_weapon(bay: SmallBay) -> None:
    """Let a list of the capital name the rifle."""
    if RIFLE not in bay.keeper.bay.listed:
        bay.keeper.listing = Listing(Capital([lost("S-1")]), bay.book)
        bay.shows(RIFLE)
        bay.wait_for(lambda view: any(alarm.cause == "listed" for alarm in view.alarms))
        bay.face.tap(p.Cancel())


def a_key(bay: SmallBay) -> None:
    """Let the chief have told of a key, and let it be in its place."""
    if "K1" not in bay.keeper.bay.keys:
        assert bay.face.sign(CHIEF, PINS[CHIEF], sw.RegisterKey("K1", "rack 1", "")).reason == ""


def a_key_out(bay: SmallBay) -> None:
    """Let somebody have a key."""
    a_key(bay)
    if bay.keeper.bay.keys["K1"].holder is None:
        assert bay.face.sign(CHIEF, PINS[CHIEF], sw.GiveKey("K1", OFFICER)).reason == ""


WORKS: dict[type[Any], Row] = {
    w.AnswerAlarm: Row(SECONDS, lambda _: w.AnswerAlarm("duress", "button"), a_silent_alarm),
    w.CorrectClock: Row(
        frozenset({Role.CHIEF}), lambda _: w.CorrectClock(BUILT_MS + 60_000, "the battery was flat")
    ),
    w.OrderCountAfar: Row(SECONDS, lambda _: w.OrderCountAfar("monthly", "")),
    pw.HoldOfficer: Row(DENIERS, lambda _: pw.HoldOfficer(OFFICER, "ill")),
    pw.WithdrawBadge: Row(DENIERS, lambda bay: pw.WithdrawBadge(given_badge(bay), "lost")),
    pw.LendBadge: Row(DENIERS, lambda _: pw.LendBadge(OFFICER, 8)),
    pw.BeginBadge: Row(KEEPERS, lambda _: pw.BeginBadge(OFFICER)),
    pw.LetGo: Row(KEEPERS, lambda _: pw.LetGo(OFFICER, "retired")),
    pw.CorrectOfficer: Row(KEEPERS, corrected),
    pw.ReverseOfficer: Row(KEEPERS, of_the_officer),
    pw.RegisterOfficer: Row(KEEPERS, lambda _: pw.RegisterOfficer(NEWCOMER)),
    pw.RegisterList: Row(KEEPERS, lambda _: pw.RegisterList("number,name\nN-2,Keo\n")),
    rw.TakeIn: Row(KEEPERS, lambda _: intake()),
    rw.MarkWeapon: Row(
        AT_RACKING, lambda _: rw.MarkWeapon(RIFLE, "proof", "star", "clear", "left", "", 0)
    ),
    rw.TagWeapon: Row(AT_RACKING, lambda _: rw.TagWeapon(RIFLE, "30751FEB705C5904E3D50D70", 0)),
    rw.CorrectWeapon: Row(AT_RACKING, disputed),
    rw.ReverseWeapon: Row(AT_RACKING, of_the_rifle),
    rw.SetFit: Row(
        AT_RACKING, lambda _: rw.SetFit(RIFLE, "quarantined", "spring is new"), a_broken_rifle
    ),
    pw.OrderMission: Row(KEEPERS, lambda _: pw.OrderMission(OFFICER, "M-9", 1, FAR_MS)),
    w.SendTransfer: Row(KEEPERS, lambda _: SEND),
    w.RecallTransfer: Row(KEEPERS, lambda _: w.RecallTransfer(SENT, "flood"), a_transfer),
    w.VoidManifest: Row(KEEPERS, lambda _: w.VoidManifest(SENT, "torn"), a_loose_manifest),
    w.ReadManifest: Row(DENIERS, lambda _: w.ReadManifest("manifest")),
    w.ReceiveTransfer: Row(
        DENIERS, lambda _: w.ReceiveTransfer(MANIFEST.number, TAKEN), one_that_comes
    ),
    w.ReadReceipt: Row(DENIERS, lambda _: w.ReadReceipt("receipt"), a_transfer_that_left),
    w.ReportLoss: Row(DENIERS, lambda _: LOSS),
    w.CompleteLoss: Row(
        DENIERS, lambda _: w.CompleteLoss(RIFLE, 0, "", "", "", "7"), a_loss_told_at_the_bay
    ),
    w.GiveReport: Row(DENIERS, lambda _: w.GiveReport(RIFLE, "province", "Major Keo"), a_loss),
    w.ReportFind: Row(
        DENIERS, lambda _: w.ReportFind(RIFLE, 1, "Samlot", "handed in", "BTB-02", "7"), a_loss
    ),
    w.SettleListed: Row(DENIERS, lambda _: w.SettleListed(RIFLE, "another maker"), a_listed_weapon),
    mw.LeaveAtPost: Row(frozenset({Role.CHIEF}), lambda _: LEFT, out_with_somebody),
    mw.DrawMuster: Row(DENIERS, lambda _: mw.DrawMuster(POST), at_a_post),
    mw.EnterMuster: Row(DENIERS, seen, a_sheet),
    mw.CloseMuster: Row(
        DENIERS, lambda bay: mw.CloseMuster(bay.keeper.bay.musters.newest), a_sheet_answered
    ),
    sw.EnrolKey: Row(
        frozenset({Role.CHIEF}), lambda _: sw.EnrolKey(FarStore().own_key().fingerprint)
    ),
    sw.RegisterKey: Row(frozenset({Role.CHIEF}), lambda _: sw.RegisterKey("K2", "rack 1", "")),
    sw.GiveKey: Row(SECONDS, lambda _: sw.GiveKey("K1", OFFICER), a_key),
    sw.TakeKey: Row(SECONDS, lambda _: sw.TakeKey("K1"), a_key_out),
}
"""Who may sign for what at a desk. Everybody else is refused, and nothing is written but that."""

"""How doubts and alarms change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import (
    Alarm,
    Bay,
    Doubt,
)
from kiosk.rules.change import replace
from kiosk.rules.fold import national
from kiosk.rules.patches import anew, removed, touched, visiting
from kiosk.rules.things import Moment, PositionId, WeaponNumber


def troubled(
    bay: Bay,
    entry: e.DoubtRaised
    | e.DoubtLooked
    | e.DoubtSettled
    | e.AlarmRaised
    | e.AlarmAnswered
    | e.AlarmCleared,
) -> Bay:
    """Return the bay after a doubt or an alarm came, was looked at, or went."""
    match entry:
        case e.DoubtRaised(at, position, cause, officer):
            doubt = Doubt(cause, at.wall_ms, officer)
            return replace(bay, doubts={**bay.doubts, position: doubt})
        case e.DoubtLooked(at, position):
            return anew(bay, at, looked=position)
        case e.DoubtSettled(at, position, weapon, present):
            return _word_given(_settled(bay, position, weapon, present=present), at)
        case e.AlarmRaised(at, cause, about):
            alarm = Alarm(cause, about, at.wall_ms)
            return replace(bay, alarms={**bay.alarms, (cause, about): alarm})
        case e.AlarmAnswered(_, cause, about, by):
            alarm = replace(bay.alarms[cause, about], answered=by)
            return replace(bay, alarms={**bay.alarms, (cause, about): alarm})
        case e.AlarmCleared(_, cause, about):
            left = {key: alarm for key, alarm in bay.alarms.items() if key != (cause, about)}
            return national.cleared(replace(bay, alarms=left), entry)
        case _:
            assert_never(entry)


def _settled(bay: Bay, position: PositionId, weapon: WeaponNumber | None, *, present: bool) -> Bay:
    doubts = {place: doubt for place, doubt in bay.doubts.items() if place != position}
    bay = replace(bay, doubts=doubts)
    if weapon is None:
        return bay
    if present:
        bay = removed(bay, weapon)
        return replace(bay, inside={**bay.inside, position: weapon})
    if weapon in bay.out:
        return bay
    gone = replace(removed(bay, weapon), missing=bay.missing | {weapon})
    return replace(gone, stirred=bay.stirred)  # it is put nowhere: where it was found still holds


def _word_given(bay: Bay, at: Moment) -> Bay:
    """A doubt is settled: a second person who was awaited for one is awaited no more."""
    if bay.session is None or bay.session.looked is None:
        return touched(bay, at)
    return visiting(bay, at, looked=None, second=None)

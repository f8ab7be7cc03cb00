"""Every reason the rules refuse something for, but for the gates of an issue (`rules.gates`).

Wire names, for ever. Each has its sentence in both languages in `service/refusals.toml`; readers
and pad bring a few of their own with `ScanSpoiled` and `PinChosen`.
"""

REASONS = frozenset({
    # who stands here
    "unknown_badge", "unknown_officer", "inactive_officer", "wrong_role",
    "no_pin", "pin_locked", "pin_first", "nobody_here",
    # the second person
    "second_is_bearer", "not_a_second", "second_too_weak", "nobody_to_vouch", "badge_taken",
    # the weapon
    "unknown_weapon", "already_out", "weapon_missing", "not_in_this_bay",
    # the moment
    "not_now", "cable_busy", "shut_cable_first", "count_first", "count_impossible",
    "alarm_sounding", "cable_unseen",
    # the register and its positions
    "not_founded", "already_registered", "unknown_position", "position_taken",
    "in_doubt", "position_not_in_doubt", "changed_meanwhile", "nothing_changed", "no_reason_given",
    "too_many_changes",
    # the count
    "count_running", "nothing_to_count", "nobody_to_count", "not_drawn", "no_count",
    "counted_just_now", "engraving_first", "count_unfinished", "not_adjustable",
    # the label
    "not_text",
})  # fmt: skip

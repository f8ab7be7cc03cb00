"""Every reason the rules refuse something for, but for the gates of an issue (`rules.gates`).

Wire names, for ever. Each has its sentence in both languages in `service/refusals.toml`; readers,
pad and lists bring a few of their own with `ScanSpoiled`, `PinChosen` and `WishSigned`.
"""

REASONS = frozenset({
    # who stands here
    "unknown_badge", "unknown_officer", "inactive_officer", "wrong_role",
    "no_pin", "pin_locked", "pin_first", "nobody_here", "badge_expired",
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
    "too_many_changes", "no_correction", "taken_back_already", "changed_since",
    # the people
    "holds_weapon", "holds_key", "has_shift", "lent_too_long", "not_for_yourself",
    "officer_incomplete", "field_impossible", "mission_impossible",
    # the count
    "count_running", "nothing_to_count", "nobody_to_count", "not_drawn", "no_count",
    "counted_just_now", "engraving_first", "count_unfinished", "not_adjustable",
    # a weapon that comes in, and its place
    "already_racked", "rack_one_first", "no_free_position", "position_not_fitting",
    "serial_known", "serial_and_status", "field_empty", "no_such_day", "mark_says_nothing",
    "photo_gone", "field_unreadable",
    # the tag
    "tag_unreadable", "tag_given_already", "tag_taken", "too_many_tags",
    # the transfer
    "unknown_store", "deadline_impossible", "no_carrier", "nothing_to_send", "too_many_weapons",
    "scanned_twice", "unknown_transfer", "transfer_left", "transfer_not_left",
    "note_cut", "note_edited", "note_unknown_store", "note_not_for_us", "note_twice",
    "note_of_another_kind", "custodian_first",
    # the loss
    "not_reported_lost", "report_incomplete", "report_when", "not_listed", "not_yours_to_report",
    "receiver_missing", "report_given",
    # the shift and its keys
    "on_shift_already", "not_on_shift", "handing_over", "unknown_key", "key_not_here",
    "key_to_oneself", "seal_not_digits", "seal_amiss",
    # the stand-to
    "stand_to_runs", "stand_to_lapsed", "no_stand_to", "cable_empty", "cable_shut",
    "book_moved",
    # the muster
    "not_with_holder", "not_to_be_left", "post_missing", "standing_too_long", "nothing_at_post",
    "muster_old", "muster_unfinished", "muster_empty", "muster_twice", "muster_code_wrong",
    "not_on_muster", "muster_came_back", "muster_own_weapon", "muster_digits_unasked",
    "muster_digits_missing", "muster_digits_agree", "muster_entered",
    # from officer to officer
    "passing_off", "nothing_to_pass", "not_yours_to_pass",
    # service mode
    "not_in_service", "service_runs", "trial_runs", "not_who_began", "unknown_device",
    # the key that seals the book
    "key_not_in_use", "key_vouched_already",
    # the clock
    "time_impossible",
    # the label
    "not_text",
})  # fmt: skip

"""The report for whoever helps from far away: one file, with no names, no keys and no numbers.

What is told is told by its form: a number that we counted, a word of a list of ours. Free text (a
log, what a driver said, what somebody wrote into kiosk.toml) goes through `cleaning`, word by word.
"""

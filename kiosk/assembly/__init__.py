"""Builds everything from the configuration. Only this room meets drivers and the real clock.

parts   which driver goes where        clock   what time it is
health  how the kiosk itself is        kiosk   all of it together, turned on and off
witness who watches the four lines     founding  writing the register offline
memory  what the C library gives back  policy_watch  whether the policy was changed
"""

"""The armoury kiosk: who took which weapon, when, and on whose authority.

Four rooms; doors open downwards only:

    service    the hatch: the only room web_ui may enter
    keeper     the loop: takes a reading, decides, writes, acts, tells
    registry   what is remembered: the journal and the tables, on two copies
    rules      what is allowed: pure functions, no clock, no disk, no pins
"""

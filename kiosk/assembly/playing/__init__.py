"""Readers and chips that are not there, played for a kiosk that finds them: `kiosk bench`.

orders    what a technician may say      cable     a plug, and what befalls any serial reader
talkers   readers that only talk         field     cards before an antenna
osdp      readers on an RS-485 line      uhf       tags before a gate
chips     contacts and currents on I2C   keyboard  a scanner that types
kinds     all there is to play           bench     several of them, and the order that each gets

The devices themselves stand in `drivers.emulators`, and the drivers are the kiosk's own. No part
of a kiosk imports this room.
"""

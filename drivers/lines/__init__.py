"""What moves, sounds, lights and is felt: bolts, siren, buzzer, lamps, contacts and their buses.

A bolt opens only while three agree: its own pin, the arming pulses, and the bound on its time.
No reader of badges or tags lives here, and no custody.
"""

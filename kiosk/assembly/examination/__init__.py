"""What is wrong with a kiosk, and what to do about it: devices, machine, book, programs.

Every room of it asks the thing itself, changes nothing, and yields findings. What this account may
not look at is said too: a doctor who was not let in found nothing, and that is no good news.
"""

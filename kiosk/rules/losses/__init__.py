"""Losses: reported at once on one word, on the hot list until two people say it is found (R30-R32).

A weapon on the hot list that is seen anywhere raises an alarm. It is never refused at return (P6).
"""

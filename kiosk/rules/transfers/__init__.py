"""Transfers between stores: two-sided, with a manifest there, a receipt back and a deadline (R08).

The carrier draws each weapon of a transfer like any other one, so that a weapon has one place or
one holder all the way (P5); and hands it in at the other store like any other one.
"""

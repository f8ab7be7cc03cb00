"""The simulated warehouse of `make run`: two racks, 24 weapons, a dozen people, nothing that moves.

cast      who is in it, with badges and PINs      seed      what its book is founded with
plays     a demonstration or a training
folder    where it lives, and its configuration   programs  the two programs, ended together
bill      what the terminal shows                 show      all of it, from start to end
"""

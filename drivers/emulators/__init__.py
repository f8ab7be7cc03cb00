"""Hardware that is not there: chips and cards to register and bit level, for laptops and tests.

The unmodified drivers talk to them. They are written from the data sheets and share no code with
the drivers they are meant for: a mistake there must not be hidden by the same mistake here.
"""

"""The exercises of a training register: what is to be done, and how much of it is in the book."""

"""ROOM 4: the hatch. The only room the face may enter: what may be asked, how it is answered."""

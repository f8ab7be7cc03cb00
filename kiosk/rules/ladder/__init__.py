"""The ladder: who is told of a weapon that is not back in time, and after how long."""

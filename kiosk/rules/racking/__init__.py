"""The rules of a weapon that comes in: taken in, marked, checked, cleaned, and given its place."""

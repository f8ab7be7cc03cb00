"""The rules, proved: scenes at a bay, random walks, and the exact spelling of every line."""

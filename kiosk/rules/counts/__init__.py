"""The rules of a count: who orders it, who counts, what differs, and how it ends."""

"""The rules of a stand-to: everybody draws at once, and nobody draws unknown (R16)."""

"""The desk of weapons that come in: its questions, answered here and asked from afar."""

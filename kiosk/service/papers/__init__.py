"""Papers that the office prints: its questions, answered here and asked from afar."""

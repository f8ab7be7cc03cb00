"""The lens: what people do with each other more often than chance has it. Numbers, no verdicts."""

"""Making a working kiosk of a Pi: what is asked for, judged whole; then laid down, step by step.

Nothing here runs while a kiosk guards racks, and nothing here moves a bolt.
"""

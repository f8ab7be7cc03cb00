"""The chief's watch at the hatch: what may be asked of the days and of the lenses, and by whom."""

"""Geometry of the drawings: pure functions from figures to coordinates; templates turn them into SVG."""

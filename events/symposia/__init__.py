"""Symposia and specialist workshops: an agenda in versions, its speakers, and what they hand in."""

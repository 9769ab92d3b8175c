"""Kollegiale Beratung, the collegial consultation: a room whose phases follow each other, with roles and actions.

Whoever owns the room (a partnership's session, an advisory case) plans it, and reacts to `ConsultationClosed`.
"""

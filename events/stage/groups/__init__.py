"""Small groups of a session: who talks with whom in which step of a World Café or of 1-2-4-All."""

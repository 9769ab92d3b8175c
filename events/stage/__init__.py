"""The live stage of a symposium: now and next, questions, ballots, announcements, applause, rooms of a session."""

"""A live room, whoever owns it: admissions, conversation, presence, phases and clock, notes."""

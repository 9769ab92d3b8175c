"""Template tags of the calendar, of polls and of symposia."""

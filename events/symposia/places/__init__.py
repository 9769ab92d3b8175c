"""Places in single sessions, for those who have a seat at the event, with a waiting list per session."""

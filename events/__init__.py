"""The calendar: events of every format, registrations and waiting lists, calendar files."""

"""People's own calendars, read at an address they gave: only when they are busy is kept, never with what.

The door is `events.meetings.own_calendars.upkeep`.
"""

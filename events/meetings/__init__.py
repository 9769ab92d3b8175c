"""Meetings: agreed sessions of a few people, booked, kept and changed. The door is `events.meetings.booking`."""

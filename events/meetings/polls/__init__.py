"""Polls about a meeting's time, for when no time suits all. The door is `events.meetings.polls.asking`.

Whoever changes a poll takes, in this order: what its subject's owner locks (a partnership, a session), the meeting's
locks, the promises of the poll, the poll, streams. Answering takes the last three only.
"""

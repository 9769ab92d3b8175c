"""The Global Mixer: seating, rounds at small tables, contacts and follow-up."""

"""What the pages of a mixer show, each read in a number of queries that does not grow with the people.

`lobby.attendance` (who is here) · `seat.of` (my table, now or next, and why) · `floor.view` (the host's floor plan) ·
`afterwards.view` (people met, contacts, follow-ups) · `figures.who_met_whom` (countries).
"""

"""The dress rehearsal: bots go through a mixer over real HTTP and sockets, and a report says what held."""

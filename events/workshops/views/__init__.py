"""Pages of workshops: for participants and for organisers."""

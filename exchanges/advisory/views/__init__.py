"""Pages of the advisory programme."""

"""The pages of a live stage."""

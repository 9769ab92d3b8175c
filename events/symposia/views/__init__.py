"""The pages of a symposium's agenda."""

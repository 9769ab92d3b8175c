"""Forms of members, of one's own pages and of the directory."""

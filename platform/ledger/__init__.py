"""What happened and what is due: facts, entries with a position per stream, promises."""

"""Pages of a documentation: to read and take, to put together, to rate, to report."""

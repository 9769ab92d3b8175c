"""Pages of the calendar: forms in, one service call, redirect or page out."""

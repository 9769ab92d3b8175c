"""Pages: forms in, one service call, redirect or page out."""

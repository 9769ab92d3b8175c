"""The mixer's pages: forms in, one service call, redirect or page out."""

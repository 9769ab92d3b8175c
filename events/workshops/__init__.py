"""Specialist workshops: homework before, groups during, actions and a check afterwards, self-ratings on both sides."""

"""Getting in: what allauth asks of us, forms for it, limits on guessing, the second factor of those in office."""

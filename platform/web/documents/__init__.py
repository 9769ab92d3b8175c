"""Documents people print, keep and hand on: described once, shown as a page and as an accessible PDF."""

"""What the formats' templates need beyond the shell's filters."""

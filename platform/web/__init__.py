"""What every page shares: shell and partials, design tokens, ES modules, live sockets."""

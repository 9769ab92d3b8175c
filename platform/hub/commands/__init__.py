"""The commands of `vernetzt`, one module each: `arguments(parser)` and `run(options) -> int`."""

"""Compile what numba compiles, so that the first seating plan does not wait for it. The result is cached on disk."""

import importlib
import importlib.util
import signal

KERNELS = ("exchanges.mixers.seating",)
"""Modules with a function `warm()`."""


def main() -> None:
    """Call `warm()` of every kernel that is there."""
    for name in KERNELS:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name).warm()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # shells let what they start in the background ignore Ctrl-C
    main()

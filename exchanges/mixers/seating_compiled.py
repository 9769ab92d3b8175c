"""How the seating kernels are compiled: to machine code, cached on disk, without holding the interpreter's lock.

Only integers are used in the kernels, neither fast-math nor parallel loops: the same seed gives the same plan on every
machine.

numba keeps a compiled kernel until its own file changes; that a kernel it calls from another file did, it does not see.
So our cache lies in a folder named after all kernels' sources: below `NUMBA_CACHE_DIR` if that is set, else beside the
sources, else in the user's cache. Where none can be written (a read-only container without a home), each process
compiles anew, which takes half a minute.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

KERNELS = ("arrays", "board", "kernel", "moves", "random", "start")
"""The files with kernels, less `seating_`."""


def _fingerprint() -> str:
    here = Path(__file__).parent
    sources = b"".join((here / f"seating_{name}.py").read_bytes() for name in KERNELS)
    return hashlib.sha256(sources).hexdigest()[:16]


def _places() -> Iterator[Path]:
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(chosen)
    yield Path(__file__).parent / "__pycache__"
    if home := os.environ.get("HOME"):
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path(home) / ".cache") / "vernetzt"


def _cache_folder() -> Path | None:
    name = f"seating-{_fingerprint()}"
    for place in _places():
        try:
            (place / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(place / name, os.W_OK):
            return place / name
    return None


CACHE = _cache_folder()


def compiled(function: Kernel) -> Kernel:
    """Decorate a kernel."""
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(CACHE or "")
    try:
        kernel: Kernel = numba.njit(cache=CACHE is not None, nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before
    return kernel


def forget_older() -> None:
    """Remove what was compiled from earlier sources."""
    for folder in CACHE.parent.glob("seating-*") if CACHE else ():
        if folder != CACHE:
            shutil.rmtree(folder, ignore_errors=True)

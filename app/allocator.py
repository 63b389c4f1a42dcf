"""
How the C library keeps memory (glibc only; elsewhere nothing is done).

Left to itself it learns from each large request to hold on to more, up to 64 MiB, and gives every thread a heap of its
own: a server grows for hours while nothing leaks. Bounded, what was large goes back to the system when it is freed.
Allocating it anew costs some microseconds a hundred kilobytes, less than making them into JSON by far.

Source: https://man7.org/linux/man-pages/man3/mallopt.3.html
"""

from __future__ import annotations

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
LARGE_BYTES = 128 * 1024
ARENAS = 2


def give_back() -> bool:
    """Set it so, once a process; whether that could be done here."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    wanted = {TRIM_THRESHOLD: LARGE_BYTES, MMAP_THRESHOLD: LARGE_BYTES, ARENA_MAX: ARENAS}
    done = [set_option(option, value) for option, value in wanted.items()]
    return all(done)

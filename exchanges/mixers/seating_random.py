"""Random numbers for the seating kernels, in whole numbers only, so that a seed means the same on every machine."""

import numpy as np
from numba import int64, uint64

from exchanges.mixers.seating_board import Array
from exchanges.mixers.seating_compiled import compiled

BITS = 10
"""The exponential table has 2 ** BITS entries, each in 2 ** -BITS."""
FINER = 6
"""Logarithms are computed with that many bits more."""
LN_2 = 45426
"""ln 2 in 2 ** -16."""
WARMING = 16
"""Numbers thrown away at first: those that follow a small seed are alike."""


def seeded(seed: int) -> Array:
    """The state of the random numbers for a seed: uint64 (1,), never 0, which xorshift would not leave."""
    random = np.array([(seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64 or 1], np.uint64)
    for _ in range(WARMING):
        step(random)
    return random


@compiled
def step(random: Array) -> int:
    """64 random bits, by xorshift (Marsaglia 2003)."""
    x = random[0]
    x ^= x << uint64(13)
    x ^= x >> uint64(7)
    x ^= x << uint64(17)
    random[0] = x
    return x


@compiled
def pick(bits: int, shift: int, below: int) -> int:
    """A number from 0 to `below` - 1 out of the 16 bits that begin at `shift`; `below` is at most 65,536."""
    return int64((((bits >> uint64(shift)) & uint64(0xFFFF)) * uint64(below)) >> uint64(16))


@compiled
def draw(random: Array, below: int) -> int:
    """A number from 0 to `below` - 1."""
    return int64(((step(random) >> uint64(32)) * uint64(below)) >> uint64(32))


@compiled
def exponentials() -> Array:
    """The exponential distribution as a table: -ln(u) for u = 1/2, 3/2, 5/2, ... of 2 ** BITS, each in 2 ** -BITS.

    Its logarithms are found bit by bit, by squaring, so no machine's mathematics library has a say in a plan.
    """
    table = np.empty(1 << BITS, np.int64)
    for entry in range(len(table)):
        log2 = _log2(int64(2 * entry + 1))
        table[entry] = (((int64(BITS + 1) << (BITS + FINER)) - log2) * LN_2) >> (FINER + 16)
    return table


@compiled
def _log2(number: int) -> int:
    """The logarithm to base 2 of a number below 2 ** 11, in 2 ** -(BITS + FINER)."""
    log2 = 0
    while number >> (log2 + 1):
        log2 += 1
    mantissa = number << (30 - log2)  # from 1 to 2, in 2 ** -30
    for _ in range(BITS + FINER):
        mantissa = (mantissa * mantissa) >> 30
        log2 <<= 1
        if mantissa >> 31:
            mantissa >>= 1
            log2 += 1
    return log2


@compiled
def allowances(random: Array, exponential: Array, temperature: int, count: int) -> Array:
    """By how many points a move may lose and still be made: int32 (count,), drawn anew for each temperature.

    A move that loses d points is made when d is at most temperature times an exponential random number. That is the
    rule of Metropolis, probability exp(-d / temperature), without an exponential at run time.
    """
    drawn = np.empty(count, np.int32)
    for i in range(count):
        drawn[i] = (temperature * exponential[draw(random, len(exponential))]) >> BITS
    return drawn

"""Counts the papers on standard input with votelib: one winner, then several. A line each: microseconds
that the count alone took, the quickest of three, and the winners. Papers are grouped before the clock starts."""

import sys
import time
from collections import Counter

from votelib.evaluate.sequential import TransferableVoteSelector

votes = Counter(tuple(int(digit) for digit in line.strip()) for line in sys.stdin)
for seats in (1, int(sys.argv[1])):
    selector = TransferableVoteSelector(transferer='Gregory', quota_function='droop')
    times = []
    for _ in range(3):
        began = time.perf_counter_ns()
        winners = selector.evaluate(votes, seats)
        times.append((time.perf_counter_ns() - began) // 1000)
    print(min(times), *winners)

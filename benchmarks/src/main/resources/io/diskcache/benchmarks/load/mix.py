"""One process of a mix of 90 % get, 9 % set and 1 % delete on a FanoutCache as it is by
default. Arguments: directory, number of the process, milliseconds to warm up."""

import random
import sys
import time

from diskcache import FanoutCache

KEYS = [str(number).encode() for number in range(100)]
BITS = 7  # Buckets as in Histogram.java.


def bucket(nanos):
    exponent = max(0, nanos.bit_length() - 1 - BITS)
    return (exponent << BITS) + (nanos >> exponent)


def step(cache, times, counts):
    key = random.choice(KEYS)
    choice = random.random()
    value = random.choice(VALUES)
    start = time.perf_counter_ns()
    if choice < 0.90:
        cache.get(key)
        name = 'get'
    elif choice < 0.99:
        if not cache.set(key, value):
            counts['set'] += 1
        name = 'set'
    else:
        cache.delete(key)
        name = 'delete'
    times[name].append(time.perf_counter_ns() - start)


def run(cache, millis, times, counts):
    end = time.perf_counter() + millis / 1000
    while time.perf_counter() < end:
        step(cache, times, counts)


def tell(times, counts):
    print('count set-dropped', counts['set'])
    for name, nanos in times.items():
        buckets = {}
        for each in nanos:
            number = bucket(each)
            buckets[number] = buckets.get(number, 0) + 1
        parts = ['%d:%d' % item for item in buckets.items()]
        print('times', name, max(nanos, default=0), *parts)


def next_line(times):
    print('ready', sum(map(len, times.values())), flush=True)
    return sys.stdin.readline().strip()


directory, number, warm_up = sys.argv[1:]
random.seed(int(number))
VALUES = [random.randbytes(5 * length) for length in range(1, 100)]
TIMES = {'get': [], 'set': [], 'delete': []}
COUNTS = {'set': 0}
with FanoutCache(directory) as shared:
    run(shared, int(warm_up), {name: [] for name in TIMES}, {'set': 0})
    line = next_line(TIMES)
    while line not in ('', 'end'):
        run(shared, int(line), TIMES, COUNTS)
        line = next_line(TIMES)
    tell(TIMES, COUNTS)

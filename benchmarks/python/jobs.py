"""The jobs of the rows, written as one would write them in Python.

Start method and chunk sizes are Python's defaults, unless the row is about them. What a worker has
to inherit (queues, locks, values) comes by the pool's initializer, as Python's manual has it.
"""

import math
import multiprocessing
import os
import random

PRIMES_FROM = 100_000_000


class Job:
    """A job that a pool does; run() is what is timed, check() is not."""

    def __init__(self, size, workers, initializer=None, initargs=()):
        self.size = size
        self.workers = workers
        self.pool = multiprocessing.Pool(workers, initializer, initargs)

    def warm_up(self):
        self.run()

    def run(self):
        raise NotImplementedError

    def check(self, result):
        return result

    def close(self):
        self.pool.close()
        self.pool.join()


# --- calls


def identity(value):
    return value


class ApplyRoundTrip(Job):
    def run(self):
        return sum(self.pool.apply(identity, (i,)) for i in range(self.size))


class Argument(Job):
    def __init__(self, size, workers):
        super().__init__(size, workers)
        self.data = b"x" * size

    def run(self):
        return self.pool.apply(len, (self.data,))


_result = b""


def ready_result(size):
    """Makes it once in each worker, as the way back is what is measured."""
    global _result
    if len(_result) != size:
        _result = b"x" * size
    return _result


class Result(Job):
    def run(self):
        return self.pool.apply(ready_result, (self.size,))

    def check(self, result):
        return len(result)


# --- maps


def increment(value):
    return value + 1


class MapJob(Job):
    def __init__(self, size, workers):
        super().__init__(size, workers)
        self.items = list(range(size))

    def run(self):
        return self.pool.map(increment, self.items)

    def check(self, result):
        return sum(result)


class MapChunkOfOne(MapJob):
    def run(self):
        return self.pool.map(increment, self.items, chunksize=1)


class MapRange(MapJob):
    def __init__(self, size, workers):
        super().__init__(size, workers)
        self.items = range(size)


class ImapUnordered(MapJob):
    def run(self):
        return sum(self.pool.imap_unordered(increment, self.items))

    def check(self, result):
        return result


# --- shared state

_shared = None


def inherit(shared):
    """Initializer: what cannot be sent to a worker is inherited by it."""
    global _shared
    _shared = shared


def take_and_add(number):
    return sum(_shared.get() for _ in range(number))


class QueueSmall(Job):
    """The parent puts, one worker takes."""

    def __init__(self, size, workers):
        self.queue = multiprocessing.Queue()
        super().__init__(size, workers, inherit, (self.queue,))

    def run(self):
        taken = self.pool.apply_async(take_and_add, (self.size,))
        for i in range(self.size):
            self.queue.put(i)
        return taken.get()


def increment_with_lock(number):
    for _ in range(number):
        with _shared.get_lock():
            _shared.value += 1


class LockIncrement(Job):
    """All workers at one value, each time with its lock."""

    def __init__(self, size, workers):
        self.value = multiprocessing.Value("q", 0)
        super().__init__(size, workers, inherit, (self.value,))

    def run(self):
        self.value.value = 0
        shares = [self.size // self.workers] * self.workers
        self.pool.map(increment_with_lock, shares, chunksize=1)
        return self.value.value


def increment_raw(place_and_number):
    place, number = place_and_number
    value = _shared[place]
    for _ in range(number):
        value.value += 1


class RawValueIncrement(Job):
    """Each worker at a value of its own, without a lock."""

    def __init__(self, size, workers):
        self.values = [multiprocessing.RawValue("q", 0) for _ in range(workers)]
        super().__init__(size, workers, inherit, (self.values,))

    def run(self):
        for value in self.values:
            value.value = 0
        shares = [(place, self.size // self.workers) for place in range(self.workers)]
        self.pool.map(increment_raw, shares, chunksize=1)
        return sum(value.value for value in self.values)


# --- start and end


def worker_pid(_):
    return os.getpid()


def pids(pool, workers):
    return pool.map(worker_pid, range(workers), chunksize=1)


def await_all(pool, workers):
    seen = set()
    while len(seen) < workers:
        seen.update(pids(pool, workers))
    return len(seen)


class PoolStart(Job):
    """From nothing until a first call has returned."""

    def __init__(self, size, workers):
        self.workers = workers

    def run(self):
        self.pool = multiprocessing.Pool(self.workers)
        return len(pids(self.pool, self.workers))


class PoolStartAll(PoolStart):
    """From nothing until each worker has answered."""

    def run(self):
        self.pool = multiprocessing.Pool(self.workers)
        return await_all(self.pool, self.workers)


class PoolClose(Job):
    """From the call of close until the workers are gone."""

    def __init__(self, size, workers):
        super().__init__(size, workers)
        self.answered = await_all(self.pool, workers)

    def run(self):
        self.pool.close()
        self.pool.join()
        return self.answered


# --- computing


def is_prime(number):
    if number % 2 == 0:
        return False
    for divisor in range(3, int(math.sqrt(number)) + 1, 2):
        if number % divisor == 0:
            return False
    return True


class Primes(Job):
    def warm_up(self):
        self.count(self.size // 100)

    def run(self):
        return self.count(self.size)

    def count(self, numbers):
        return sum(self.pool.map(is_prime, range(PRIMES_FROM, PRIMES_FROM + numbers)))


def darts_inside(number):
    random.seed()  # or all workers would throw the same darts
    inside = 0
    for _ in range(number):
        x = random.uniform(0, 1)
        y = random.uniform(0, 1)
        inside += x * x + y * y <= 1
    return inside


class Pi(Job):
    """Each worker gets one item, its share of the darts."""

    def warm_up(self):
        self.throw(self.size // 100)

    def run(self):
        return self.throw(self.size)

    def throw(self, darts):
        return sum(self.pool.map(darts_inside, [darts // self.workers] * self.workers))

    def check(self, result):
        return f"{4 * result / self.size:.2f}"


JOBS = {
    "apply-roundtrip": ApplyRoundTrip,
    "arg-64MB": Argument,
    "result-64MB": Result,
    "map-chunk1": MapChunkOfOne,
    "map-auto-ints": MapJob,
    "map-auto-longs-primitive": MapJob,
    "map-range": MapRange,
    "imap-unordered": ImapUnordered,
    "queue-small": QueueSmall,
    "lock-increment": LockIncrement,
    "rawvalue-increment": RawValueIncrement,
    "pool-start": PoolStart,
    "pool-start-all": PoolStartAll,
    "pool-close": PoolClose,
    "primes-C": Primes,
    "pi-1e8": Pi,
}


def open_job(name, size, workers):
    return JOBS[name](size, workers)

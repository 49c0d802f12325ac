"""One side of a row, as a program that does what it is told.

python3 side.py JOB SIZE WORKERS

A line "warm-up SECONDS" on standard input is answered by "ready", a line "round SECONDS" by the
seconds that one run took and what came of it. Both go on for at least as long as told, so that
short jobs run many times. It ends with its input. The other implementation is JobMain.
"""

import sys
import time

import jobs


def warm_up(job, seconds):
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        job.warm_up()
    return "ready"


def timed_round(job, seconds):
    runs = 0
    took = 0.0
    begin = time.perf_counter()
    while runs == 0 or took < seconds:
        result = job.run()
        runs += 1
        took = time.perf_counter() - begin
    return f"{took / runs!r} {job.check(result)}"


def main():
    name, size, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    commands = {"warm-up": warm_up, "round": timed_round}
    job = jobs.open_job(name, size, workers)
    try:
        # readline, as iterating over the file would read ahead and answer late
        for line in iter(sys.stdin.readline, ""):
            word, seconds = line.split()
            print(commands[word](job, float(seconds)), flush=True)
    finally:
        job.close()


if __name__ == "__main__":
    main()

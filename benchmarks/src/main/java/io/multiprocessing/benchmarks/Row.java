package io.multiprocessing.benchmarks;

/**
 * A line of the table: one job, done by two sides.
 *
 * @param name what it is called, and the name of our job
 * @param group rows that run together, within two minutes
 * @param against whom we are compared with
 * @param size the job's items, calls, bytes or darts
 * @param operations what the time of a job is divided by
 * @param operation what one of those is called, or empty if it is the whole job
 * @param unit the unit to print
 * @param bar how many times faster we want to be, or 0 if the row only reports
 * @param rounds how often each side does it, unless the user says otherwise
 */
record Row(
    String name,
    String group,
    Opponent against,
    long size,
    long operations,
    String operation,
    Unit unit,
    double bar,
    int rounds) {

  private static final int ROUNDS = 7;
  private static final int ROUNDS_OF_LONG_JOBS = 3;

  /** Whom we are compared with. */
  enum Opponent {
    PYTHON,
    STREAM
  }

  /** Returns a row that reports the time of one of many operations. */
  static Row perOperation(String group, String name, long operations, String operation, Unit unit) {
    return new Row(
        name, group, Opponent.PYTHON, operations, operations, operation, unit, 0, ROUNDS);
  }

  /** Returns a row that reports the time of the whole job. */
  static Row wholeJob(String group, String name, long size, Unit unit) {
    return new Row(name, group, Opponent.PYTHON, size, 1, "", unit, 0, ROUNDS);
  }

  Row atLeast(double times) {
    return new Row(name, group, against, size, operations, operation, unit, times, rounds);
  }

  Row againstStream() {
    return new Row(name, group, Opponent.STREAM, size, operations, operation, unit, bar, rounds);
  }

  /** A job of seconds, whose rounds differ less. */
  Row lasting() {
    return new Row(
        name, group, against, size, operations, operation, unit, bar, ROUNDS_OF_LONG_JOBS);
  }

  /** Whether each round needs a process of its own. */
  boolean measuresStart() {
    return group.equals(Rows.START);
  }

  /** Returns the time of one operation, in the row's unit. */
  double perOperation(double jobSeconds) {
    return unit.of(jobSeconds / operations);
  }

  String unitText() {
    return operation.isEmpty() ? unit.symbol() : unit.symbol() + "/" + operation;
  }
}

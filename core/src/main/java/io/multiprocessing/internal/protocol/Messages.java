package io.multiprocessing.internal.protocol;

/**
 * Both sides: the numbers that stand for things in messages.
 *
 * <pre>
 * down  INIT    time zone or null, int count of serializers, those, initializer, exit function
 *       CHUNK   sequence, job, kind, attempt, first, count, flags, function if HAS_FUNCTION, arguments
 *       FORGET  job
 *       EXIT
 * up    READY
 *       INIT_FAILED  failure
 *       RESULT  sequence, nanos, offset of the first item, count, status, results
 * function        = int number of its class loader, long length, that many bytes
 * initializer, exit function = function, of length 0 for none;  serializer = function: a type and what is for it
 * arguments       of OBJECTS kinds: count values or SKIPPED;  of the primitive kinds: long start of the range or 0, int place
 * place           = offset in the worker's file of numbers: count 8-byte values, the arguments (but of ranges) before
 *                   the chunk has run, each overwritten by its result
 * results         of MAP, CALL: count results;  of the primitive kinds: nothing;
 *                 of REDUCE: count of nodes, then level, index, object of each;  of MATCH: boolean
 *                 then, when the status is FAILED: the failure of the item after those
 * result          = value or SKIPPED or FAILURE, long length of the rest, failure; see {@link Values}
 * </pre>
 */
public final class Messages {

  /** Down: what to do before the first task. */
  public static final int INIT = 1;

  /** Down: items to run. */
  public static final int CHUNK = 2;

  /** Down: a job's function is needed no more. */
  public static final int FORGET = 3;

  /** Down: end in order. */
  public static final int EXIT = 4;

  /** Up: the initializer is done. */
  public static final int READY = 11;

  /** Up: the initializer failed. */
  public static final int INIT_FAILED = 12;

  /** Up: results of a chunk or a part of it. */
  public static final int RESULT = 13;

  /** Kind of job: one call without argument. */
  public static final int CALL = 1;

  /** Kind of job: a function of objects. */
  public static final int MAP = 2;

  /** Kind of job: double to double. */
  public static final int DOUBLES = 3;

  /** Kind of job: long to long. */
  public static final int LONGS = 4;

  /** Kind of job: range to double. */
  public static final int RANGE_TO_DOUBLES = 5;

  /** Kind of job: range to long. */
  public static final int RANGE_TO_LONGS = 6;

  /** Kind of job: a function of objects whose results are combined. */
  public static final int REDUCE = 7;

  /** Kind of job: a predicate over objects. */
  public static final int MATCH = 8;

  /** Flag of a chunk: the function comes with it. */
  public static final int HAS_FUNCTION = 1;

  /** Flag of a chunk: more chunks of the job may come, keep the function. */
  public static final int KEEP_FUNCTION = 2;

  /** Status of a result: more of the same chunk follows. */
  public static final int MORE = 1;

  /** Status of a result: the chunk is complete. */
  public static final int DONE = 2;

  /** Status of a result: the chunk was stopped on the parent's wish after these items. */
  public static final int STOPPED = 3;

  /** Status of a result: the item after these failed, and the rest of the chunk was not run. */
  public static final int FAILED = 4;

  /** Fate of a failure: the task threw. */
  public static final int THREW = 1;

  /** Fate of a failure: the argument could not be deserialized. */
  public static final int BAD_ARGUMENT = 2;

  /** Fate of a failure: the result could not be serialized. */
  public static final int BAD_RESULT = 3;

  /** Fate of a failure: the function could not be deserialized. */
  public static final int BAD_FUNCTION = 4;

  /** Fate of a failure: no room for the result in shared memory. */
  public static final int NO_SPACE = 5;

  private Messages() {}

  /**
   * Tells whether the arguments of a kind of job travel as objects.
   *
   * @param kind the kind
   * @return true for frames of objects
   */
  public static boolean hasObjectArguments(int kind) {
    return kind == MAP || kind == REDUCE || kind == MATCH;
  }

  /**
   * Tells whether a kind of job is about numbers, which lie in the worker's file of numbers.
   *
   * @param kind the kind
   * @return true for the primitive kinds
   */
  public static boolean isOfNumbers(int kind) {
    return kind == DOUBLES || kind == LONGS || kind == RANGE_TO_DOUBLES || kind == RANGE_TO_LONGS;
  }
}

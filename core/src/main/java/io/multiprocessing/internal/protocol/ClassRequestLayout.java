package io.multiprocessing.internal.protocol;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets in the file through which one worker asks the parent for classes and
 * resources.
 *
 * <pre>
 *      0  magic and version                  long   parent, before the worker can know of the file
 *    128  answer bell                               parent rings, the asking thread of the worker waits
 *    256  requests made                      long   worker
 *    264  kind, source, index, part, length  5 int  worker: what is asked, length of the name
 *    384  requests answered                  long   parent
 *    392  status, size                       2 int  parent: outcome, size of the whole content
 *   4096  name                               8 KiB  worker
 *  12288  content                           32 KiB  parent: one part of it
 * </pre>
 *
 * <p>Content beyond one part is asked for part by part. Its form, as Kryo's {@code Output} writes
 * it: of a class, the place it comes from, or null, then the bytes of the class file to the end; of
 * resources, their number, then of each the URL and whether the worker can read it by itself; of a
 * resource, its bytes; of a failure, a text.
 */
public final class ClassRequestLayout {

  /** Marks a file of this version. */
  public static final long MAGIC = 0x4D50_4A43_0000_0001L; // "MPJC", version 1

  /** Offset of the magic. */
  public static final int MAGIC_OFFSET = 0;

  /** Offset of the bell the asking thread waits on. */
  public static final int ANSWER_BELL_OFFSET = 128;

  /** Offset of the number of requests made; written last. */
  public static final int REQUEST_OFFSET = ANSWER_BELL_OFFSET + Doorbell.BYTES;

  /** Offset of the kind of the request. */
  public static final int KIND_OFFSET = REQUEST_OFFSET + 8;

  /** Offset of the number of the class loader that is asked. */
  public static final int SOURCE_OFFSET = KIND_OFFSET + 4;

  /** Offset of the position among several resources of one name. */
  public static final int INDEX_OFFSET = SOURCE_OFFSET + 4;

  /** Offset of the number of the part, from 0. */
  public static final int PART_OFFSET = INDEX_OFFSET + 4;

  /** Offset of the length of the name, in bytes. */
  public static final int NAME_LENGTH_OFFSET = PART_OFFSET + 4;

  /** Offset of the number of requests answered; written last. */
  public static final int ANSWER_OFFSET = REQUEST_OFFSET + 128;

  /** Offset of the outcome. */
  public static final int STATUS_OFFSET = ANSWER_OFFSET + 8;

  /** Offset of the size of the content, all its parts together. */
  public static final int SIZE_OFFSET = STATUS_OFFSET + 4;

  /** Offset of the name, in UTF-8. */
  public static final int NAME_OFFSET = 4096;

  /** Room for the name. */
  public static final int NAME_BYTES = 8 * 1024;

  /** Offset of the content. */
  public static final int CONTENT_OFFSET = NAME_OFFSET + NAME_BYTES;

  /** Size of a part; the last one may be shorter. */
  public static final int PART_BYTES = 32 * 1024;

  /** Size of the file. */
  public static final int BYTES = CONTENT_OFFSET + PART_BYTES;

  /** Kind of a request: the class of that name. */
  public static final int CLASS = 1;

  /** Kind of a request: which resources of that name there are. */
  public static final int RESOURCES = 2;

  /** Kind of a request: what is in one of them. */
  public static final int RESOURCE = 3;

  /** Outcome: here it is. */
  public static final int FOUND = 1;

  /** Outcome: the parent does not have it. */
  public static final int MISSING = 2;

  /** Outcome: the parent's class loader failed. */
  public static final int FAILED = 3;

  private ClassRequestLayout() {}
}

package io.multiprocessing.ipc.internal.channel;

import java.nio.file.Path;

/**
 * Both sides: the names and numbers that writer and reader of a channel agree on.
 *
 * <pre>
 * folder/
 *   g0/ metadata.cq4t      generation 0, a Chronicle queue that never rolls by itself
 *       19700101.cq4
 *   g1/ ...                the next one; its reader is sent there by a NEXT document in g0
 *   s7                     segment 7: the bytes of one large message
 *
 * document := kind:int32, body
 *   FIRST   := magic:int32, generation:int64     the first of each generation
 *   INLINE  := the message
 *   SEGMENT := segment:int64, length:int64       the message is in a segment file
 *   ELSEWHERE := segment:int64, length:int64     the same, in the folder of the overflow
 *   NEXT    := generation:int64                  the last of a generation
 * </pre>
 */
final class ChannelLayout {
  static final int FIRST = 1;
  static final int INLINE = 2;
  static final int SEGMENT = 3;
  static final int NEXT = 4;
  static final int ELSEWHERE = 5;

  /** Begins every generation; its last byte is the version of this layout. */
  static final int MAGIC = 0x4d504302;

  /** Kind, at the start of every document. */
  static final int KIND_BYTES = Integer.BYTES;

  /**
   * Larger messages go to a segment. Far below what one Chronicle document may hold (a quarter of a
   * block).
   */
  static final int INLINE_LIMIT_BYTES = 64 << 10;

  /**
   * One block is one mapping, and a generation never needs a second: the writer leaves it long
   * before its end. A file has this length from the start but only the pages in use cost memory.
   */
  static final int BLOCK_BYTES = 32 << 20;

  /** What Chronicle maps for one block: the block and the overlap behind it. */
  static final int FILE_BYTES = BLOCK_BYTES + BLOCK_BYTES / 4;

  /** Where the writer leaves a generation, when there is room for a new one. */
  static final int GENERATION_BYTES = 8 << 20;

  /** Where the writer leaves it if the file system is narrow. */
  static final int NARROW_GENERATION_BYTES = 256 << 10;

  /** Where a generation ends even if there is no room for a new one. */
  static final long GENERATION_LIMIT_BYTES = 16L << 20;

  private ChannelLayout() {}

  static Path generation(Path channel, long number) {
    return channel.resolve("g" + number);
  }

  static Path segment(Path channel, long number) {
    return channel.resolve("s" + number);
  }

  static Path metadataFile(Path generation) {
    return generation.resolve("metadata.cq4t");
  }

  static Path queueFile(Path generation) {
    return generation.resolve("19700101.cq4");
  }
}

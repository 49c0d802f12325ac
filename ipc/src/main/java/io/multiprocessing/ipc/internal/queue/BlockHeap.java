package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.OwnerGoneException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.memory.UnnamedFile;
import io.multiprocessing.ipc.internal.segment.Segment;
import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Both sides: shared memory in blocks of 64 KiB, as many as are needed, of which each says whose it
 * is.
 *
 * <p>This class is thread-safe.
 */
final class BlockHeap {

  /*
   * Life of a block
   *
   *   FREE_EMPTY ──claim, commit──▶ process ──▶ log ──────▶ FREE_COMMITTED ──after 1 s──▶ FREE_EMPTY
   *   FREE_COMMITTED ──claim──────▶ process ──▶ element ──▶      "
   *   process ──given up──▶ FREE_COMMITTED
   *
   * Every arrow is one compare-and-set, or a store by the process that owns the block. So a block is
   * never without an owner, and whoever dies leaves blocks of which the table says that they are of
   * a process that has ended, of a log's part that is consumed, or of an element that is taken:
   * BlockSweep finds those. There is no free list that could break; a claim looks for a free owner
   * word, from a hint on, and in the whole table before the file grows.
   *
   * Low blocks are taken first: those that were used last have their pages in everybody's page
   * tables, and what is not used for a second is given back to the system.
   */

  private static final int NONE = -1;
  private static final int GROWTH = 128; // blocks, a page of the table
  private static final long MAX_FILE_BYTES = 1L << 40;
  private static final long UNKNOWN_FILE_BYTES = 1L << 36;

  private final Segment holder; // keeps the file; null where another JVM does
  private final SparseFile file;
  private final ByteBuffer header;
  private final int blocks;
  private final long blocksOffset;
  private final BlockSweep sweep;

  private BlockHeap(Segment holder, SparseFile file, LogMarks marks) {
    this.holder = holder;
    this.file = file;
    this.header = file.window(0);
    this.blocks = (int) Memory.getLong(header, BlockFileLayout.BLOCKS_OFFSET);
    this.blocksOffset = BlockFileLayout.blocksOffset(blocks);
    this.sweep = new BlockSweep(this, marks);
  }

  /**
   * Makes an empty heap, which grows to what the file system has.
   *
   * @throws NoSpaceException if there is no room for its header
   */
  static BlockHeap create(LogMarks marks) {
    Segment holder = Segment.create(BlockFileLayout.TABLE_OFFSET - Segment.payloadOffset());
    try {
      SegmentAddress address = holder.address();
      Path path = Path.of(address.path());
      long blocks = roomFor(SessionFolder.defaultBase());
      setLength(path, BlockFileLayout.fileBytes(blocks));
      ByteBuffer header = holder.file().buffer();
      Memory.putLong(header, BlockFileLayout.BLOCKS_OFFSET, blocks);
      Memory.putLong(header, BlockFileLayout.ID_OFFSET, address.id());
      Memory.putLongRelease(header, BlockFileLayout.MAGIC_OFFSET, BlockFileLayout.MAGIC);
      return new BlockHeap(holder, SparseFile.open(path), marks);
    } catch (RuntimeException | Error e) {
      holder.release();
      throw e;
    }
  }

  private static long roomFor(Path folder) {
    long bytes;
    try {
      bytes = Files.getFileStore(folder).getTotalSpace();
    } catch (IOException e) {
      bytes = 0;
    }
    long wanted = bytes <= 0 ? UNKNOWN_FILE_BYTES : Math.min(bytes, MAX_FILE_BYTES);
    return Math.max(GROWTH, wanted / BlockFileLayout.BLOCK_BYTES);
  }

  /** Pages behind the old end come with the first fallocate. */
  private static void setLength(Path path, long bytes) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a heap that exists.
   *
   * @param own whether this JVM has made it
   * @throws OwnerGoneException if its creator has ended or has released it
   */
  static BlockHeap open(SegmentAddress address, boolean own, LogMarks marks) {
    Segment holder = own ? Segment.attach(address) : null;
    try {
      SparseFile file = SparseFile.open(Path.of(address.path()));
      if (file.bytes() > BlockFileLayout.TABLE_OFFSET && isThis(file.window(0), address)) {
        return new BlockHeap(holder, file, marks);
      }
    } catch (UncheckedIOException e) {
      throw UnnamedFile.isForWantOfDescriptors(e) ? e : gone(address, e);
    }
    throw gone(address, null);
  }

  private static boolean isThis(ByteBuffer header, SegmentAddress address) {
    // acquire: pairs with the release in create()
    return Memory.getLongAcquire(header, BlockFileLayout.MAGIC_OFFSET) == BlockFileLayout.MAGIC
        && Memory.getLong(header, BlockFileLayout.ID_OFFSET) == address.id();
  }

  private static OwnerGoneException gone(SegmentAddress address, UncheckedIOException cause) {
    return new OwnerGoneException(
        "the shared memory is gone: process " + address.pid() + ", which made it, has closed it",
        address.pid(),
        cause);
  }

  /** Makes the creator, if that is this JVM, keep the file until it is released. */
  void share() {
    if (holder != null) {
      holder.share();
    }
  }

  /** Ends the way to it for newcomers, if this JVM is the creator. */
  void release() {
    while (holder != null && !holder.file().isClosed()) { // each handle that came back counts
      holder.release();
    }
    sweep.planClose();
  }

  /** Creator only. */
  SegmentAddress address() {
    return holder.address();
  }

  BlockSweep sweep() {
    return sweep;
  }

  SparseFile file() {
    return file;
  }

  /**
   * Takes a block for this process; its content is whatever it was.
   *
   * @throws NoSpaceException if there is no room, also not after having looked for what the dead
   *     have left
   */
  int claim() {
    try {
      return claimAny();
    } catch (NoSpaceException e) {
      sweep.run();
      int block = claimBetween(0, inUse(), true);
      return block != NONE ? block : claimAny();
    }
  }

  private int claimAny() {
    while (true) {
      int inUse = inUse();
      int hint = Math.min(Memory.getIntOpaque(header, BlockFileLayout.HINT_OFFSET), inUse);
      int block = claimBetween(hint, inUse, false);
      if (block == NONE) {
        block = claimBetween(0, hint, false);
      }
      if (block != NONE) {
        return block;
      }
      if (!sweep.runIfDue()) {
        grow(inUse);
      }
    }
  }

  private int claimBetween(int from, int to, boolean onlyCommitted) {
    for (int block = from; block < to; block++) {
      long owner = owner(block);
      boolean fits = owner == BlockOwner.FREE_COMMITTED || (owner == 0 && !onlyCommitted);
      if (fits && compareAndSetOwner(block, owner, ProcessStamp.own())) {
        prepare(block, owner);
        return block;
      }
    }
    return NONE;
  }

  private void prepare(int block, long before) {
    if (before == BlockOwner.FREE_EMPTY) {
      try {
        file.commit(offset(block), BlockFileLayout.BLOCK_BYTES);
      } catch (RuntimeException | Error e) {
        setOwner(block, BlockOwner.FREE_EMPTY);
        throw e;
      }
    }
    setNext(block, NONE);
    setTaker(block, 0);
    Memory.putIntOpaque(header, BlockFileLayout.HINT_OFFSET, block + 1);
  }

  private void grow(int inUse) {
    int more = Math.max(GROWTH, inUse / 8 / GROWTH * GROWTH);
    int grown = Math.min(blocks, inUse + more);
    int entries = grown - inUse;
    if (entries == 0) {
      throw new NoSpaceException(SessionFolder.defaultBase(), BlockFileLayout.BLOCK_BYTES, 0, null);
    }
    file.commit(entry(inUse), (long) entries * BlockFileLayout.ENTRY_BYTES); // twice does no harm
    Memory.compareAndSetInt(header, BlockFileLayout.IN_USE_OFFSET, inUse, grown);
  }

  /** Gives a block back if it still has that owner. */
  void free(int block, long owner) {
    Memory.putIntOpaque(window(block), index(block) + BlockFileLayout.FREE_SINCE, clock());
    if (compareAndSetOwner(block, owner, BlockOwner.FREE_COMMITTED)) {
      if (block < Memory.getIntOpaque(header, BlockFileLayout.HINT_OFFSET)) {
        Memory.putIntOpaque(header, BlockFileLayout.HINT_OFFSET, block);
      }
      sweep.plan();
    }
  }

  /** Takes a block from an owner that does not need it, and gives its memory back. */
  void empty(int block, long owner) {
    if (compareAndSetOwner(block, owner, ProcessStamp.own())) {
      file.discard(offset(block), BlockFileLayout.BLOCK_BYTES);
      setOwner(block, BlockOwner.FREE_EMPTY);
    }
  }

  /** Milliseconds, the same for all processes; wraps. */
  static int clock() {
    return (int) (System.nanoTime() / 1_000_000);
  }

  int freeSince(int block) {
    return Memory.getIntOpaque(window(block), index(block) + BlockFileLayout.FREE_SINCE);
  }

  int inUse() {
    // acquire: the table reaches as far; pairs with the compare-and-set in grow()
    return Memory.getIntAcquire(header, BlockFileLayout.IN_USE_OFFSET);
  }

  /** Whether the caller is the first of all processes to ask within a second. */
  boolean isSweepDue() {
    long now = System.nanoTime() / 1_000_000;
    long last = Memory.getLongOpaque(header, BlockFileLayout.LAST_SWEEP_OFFSET);
    return Math.abs(now - last) >= BlockSweep.INTERVAL_MILLIS
        && Memory.compareAndSetLong(header, BlockFileLayout.LAST_SWEEP_OFFSET, last, now);
  }

  long owner(int block) {
    // acquire: what its owner wrote before; pairs with setOwner()
    return Memory.getLongAcquire(window(block), index(block) + BlockFileLayout.OWNER);
  }

  /** Only for a block of this process. */
  void setOwner(int block, long owner) {
    // release: the new owner finds next, taker and pages in order; pairs with owner()
    Memory.putLongRelease(window(block), index(block) + BlockFileLayout.OWNER, owner);
  }

  private boolean compareAndSetOwner(int block, long expected, long owner) {
    return Memory.compareAndSetLong(
        window(block), index(block) + BlockFileLayout.OWNER, expected, owner);
  }

  long taker(int block) {
    return Memory.getLongAcquire(window(block), index(block) + BlockFileLayout.TAKER);
  }

  void setTaker(int block, long taker) {
    Memory.putLongRelease(window(block), index(block) + BlockFileLayout.TAKER, taker);
  }

  /** Returns the block that follows in its log or element, or -1. */
  int next(int block) {
    return Memory.getInt(window(block), index(block) + BlockFileLayout.NEXT);
  }

  void setNext(int block, int next) {
    Memory.putInt(window(block), index(block) + BlockFileLayout.NEXT, next);
  }

  private static long entry(int block) {
    return BlockFileLayout.TABLE_OFFSET + (long) block * BlockFileLayout.ENTRY_BYTES;
  }

  private ByteBuffer window(int block) {
    return file.window(entry(block));
  }

  private static int index(int block) {
    return SparseFile.indexInWindow(entry(block));
  }

  private long offset(int block) {
    return blocksOffset + (long) block * BlockFileLayout.BLOCK_BYTES;
  }

  /** Returns the memory that a block is in; it begins at {@link #start}. */
  ByteBuffer memory(int block) {
    checkBlock(block);
    return file.window(offset(block));
  }

  int start(int block) {
    return SparseFile.indexInWindow(offset(block));
  }

  private void checkBlock(int block) {
    if (block < 0 || block >= inUse()) { // never true, unless somebody wrote over our memory
      throw new IllegalStateException("the queue is damaged: block=" + block);
    }
  }
}

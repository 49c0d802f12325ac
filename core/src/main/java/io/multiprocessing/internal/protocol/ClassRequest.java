package io.multiprocessing.internal.protocol;

import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Both sides: what a worker asks the parent for.
 *
 * @param kind class, names of resources, or content of one
 * @param source number of the class loader that is asked
 * @param index position among resources of one name, 0 for anything else
 * @param name name of the class with dots, or of the resource with slashes
 */
public record ClassRequest(int kind, int source, int index, String name) {

  /**
   * Writes the request into the worker's file; the caller publishes it.
   *
   * @param words the file
   * @param part which part of the content is wanted
   * @return false if the name is too long, upon which nothing is written
   */
  public boolean write(ByteBuffer words, int part) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > ClassRequestLayout.NAME_BYTES) {
      return false;
    }
    words.put(ClassRequestLayout.NAME_OFFSET, bytes);
    Memory.putInt(words, ClassRequestLayout.NAME_LENGTH_OFFSET, bytes.length);
    Memory.putInt(words, ClassRequestLayout.KIND_OFFSET, kind);
    Memory.putInt(words, ClassRequestLayout.SOURCE_OFFSET, source);
    Memory.putInt(words, ClassRequestLayout.INDEX_OFFSET, index);
    Memory.putInt(words, ClassRequestLayout.PART_OFFSET, part);
    return true;
  }

  /**
   * Reads the request that is in a worker's file.
   *
   * @param words the file
   * @return the request
   */
  public static ClassRequest read(ByteBuffer words) {
    byte[] name = new byte[Memory.getInt(words, ClassRequestLayout.NAME_LENGTH_OFFSET)];
    words.get(ClassRequestLayout.NAME_OFFSET, name);
    return new ClassRequest(
        Memory.getInt(words, ClassRequestLayout.KIND_OFFSET),
        Memory.getInt(words, ClassRequestLayout.SOURCE_OFFSET),
        Memory.getInt(words, ClassRequestLayout.INDEX_OFFSET),
        new String(name, StandardCharsets.UTF_8));
  }
}

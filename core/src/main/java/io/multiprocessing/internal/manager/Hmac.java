package io.multiprocessing.internal.manager;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Both sides: HMAC with SHA-256, as RFC 2104 defines it. By our own ten lines, since {@code
 * javax.crypto} takes 45 ms to load, in each JVM that uses a manager. Confined to one thread.
 */
final class Hmac {

  static final int BYTES = 32;

  private static final int BLOCK_BYTES = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest digest;
  private final byte[] key;

  Hmac(byte[] secret) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] shortened = secret.length > BLOCK_BYTES ? digest.digest(secret) : secret;
    key = Arrays.copyOf(shortened, BLOCK_BYTES);
  }

  /** Returns the code of the concatenated parts. */
  byte[] of(byte[]... parts) {
    digest.update(padded(INNER));
    for (byte[] part : parts) {
      digest.update(part);
    }
    byte[] inner = digest.digest();
    digest.update(padded(OUTER));
    return digest.digest(inner);
  }

  private byte[] padded(byte pad) {
    byte[] block = new byte[BLOCK_BYTES];
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i] = (byte) (key[i] ^ pad);
    }
    return block;
  }
}

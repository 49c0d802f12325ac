package io.multiprocessing.internal.manager;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Both sides: how server and client prove to each other that they know the secret, before the first
 * frame. Each side sends a number that is used once, and the other answers with a code of both
 * numbers that only the secret gives. All messages have a fixed length, so that nothing a stranger
 * sends is ever taken for one.
 *
 * <p>It proves who is there when a connection begins. It does not encrypt what follows.
 */
public final class Handshake {

  /*
   * server   HELLO    magic 8, server's number 32
   * client   ANSWER   magic 8, client's number 32, HMAC("client", server's number, client's number) 32
   * server   verdict  ACCEPTED 1, identity 24, HMAC("server", client's number, server's number, identity) 32
   *          or       REFUSED 1
   *
   * The labels differ, so that a code cannot be sent back to whoever made it.
   */

  /** Bytes of what the server sends first. */
  public static final int HELLO_BYTES = 40;

  /** Bytes of what the client answers. */
  public static final int ANSWER_BYTES = 72;

  /** Bytes of what follows the verdict ACCEPTED. */
  public static final int WELCOME_BYTES = Identity.BYTES + Hmac.BYTES;

  /** The verdict: the client knows the secret. */
  public static final byte ACCEPTED = 1;

  /** The verdict: it does not; the server closes the connection. */
  public static final byte REFUSED = 2;

  private static final byte[] MAGIC = {'J', 'M', 'P', 'M', 'G', 'R', 0, 1}; // ends in the version
  private static final int NUMBER_BYTES = 32;
  private static final byte[] CLIENT = "client".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER = "server".getBytes(StandardCharsets.US_ASCII);

  /** Loaded when first needed, as it takes a while. */
  private static final class Randomness {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  private final Hmac hmac;
  private final byte[] own = random(NUMBER_BYTES);
  private byte[] theirs = new byte[0];

  /**
   * Which server it is.
   *
   * @param id made anew for every server
   * @param pid its process
   */
  public record Identity(UUID id, long pid) implements Serializable {
    static final int BYTES = 24;

    byte[] toBytes() {
      return ByteBuffer.allocate(BYTES)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .putLong(pid)
          .array();
    }

    static Identity of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Identity(new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong());
    }
  }

  /**
   * Begins a handshake.
   *
   * @param secret what both sides know
   */
  public Handshake(byte[] secret) {
    hmac = new Hmac(secret);
  }

  /**
   * Makes a secret, or a number to be used once.
   *
   * @param bytes how long
   * @return bytes that nobody can guess
   */
  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    Randomness.SOURCE.nextBytes(random);
    return random;
  }

  /**
   * Server: returns what it sends first.
   *
   * @return HELLO
   */
  public byte[] hello() {
    return concatenate(MAGIC, own);
  }

  /**
   * Client: answers the server.
   *
   * @param hello what the server has sent
   * @return ANSWER
   * @throws MalformedFrameException if whatever has sent it is no server of a manager
   */
  public byte[] answer(byte[] hello) throws MalformedFrameException {
    if (!isOurs(hello)) {
      throw new MalformedFrameException("what answers there is not a manager of this version");
    }
    theirs = Arrays.copyOfRange(hello, MAGIC.length, HELLO_BYTES);
    return concatenate(MAGIC, own, hmac.of(CLIENT, theirs, own));
  }

  /**
   * Server: tells whether an answer that is not complete yet can become one.
   *
   * @param answer the place it is gathered in
   * @param count how many bytes have come
   * @return false when whatever sends it is no client of a manager
   */
  public static boolean canBecomeAnswer(byte[] answer, int count) {
    int compared = Math.min(count, MAGIC.length);
    return Arrays.equals(answer, 0, compared, MAGIC, 0, compared);
  }

  /**
   * Server: judges the client.
   *
   * @param answer what it has sent
   * @return whether it knows the secret
   */
  public boolean accepts(byte[] answer) {
    if (!isOurs(answer)) {
      return false;
    }
    int codeAt = MAGIC.length + NUMBER_BYTES;
    theirs = Arrays.copyOfRange(answer, MAGIC.length, codeAt);
    byte[] code = Arrays.copyOfRange(answer, codeAt, ANSWER_BYTES);
    return MessageDigest.isEqual(code, hmac.of(CLIENT, own, theirs)); // in constant time
  }

  /**
   * Server: returns what an accepted client is told.
   *
   * @param identity which server it is
   * @return the verdict and WELCOME
   */
  public byte[] welcome(Identity identity) {
    byte[] bytes = identity.toBytes();
    return concatenate(new byte[] {ACCEPTED}, bytes, hmac.of(SERVER, theirs, own, bytes));
  }

  /**
   * Client: judges the server.
   *
   * @param welcome what it has sent after its verdict
   * @return which server it is; null if it does not know the secret
   */
  public Identity judge(byte[] welcome) {
    byte[] identity = Arrays.copyOf(welcome, Identity.BYTES);
    byte[] code = Arrays.copyOfRange(welcome, Identity.BYTES, WELCOME_BYTES);
    boolean knowsTheSecret = MessageDigest.isEqual(code, hmac.of(SERVER, own, theirs, identity));
    return knowsTheSecret ? Identity.of(identity) : null;
  }

  private static boolean isOurs(byte[] message) {
    return Arrays.equals(message, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static byte[] concatenate(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer whole = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }
}

package io.multiprocessing.internal.manager;

import io.multiprocessing.internal.manager.Handshake.Identity;
import java.io.Serializable;
import java.util.Objects;

/**
 * Both sides: all that a JVM needs to reach a manager. It travels within each proxy. Immutable.
 *
 * <p>Not a record: its text must not show the secret.
 */
public final class ManagerAddress implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Endpoint endpoint;
  private final byte[] secret;
  private final Identity identity;

  /**
   * Creates an address.
   *
   * @param endpoint where the server listens
   * @param secret what it and its clients know
   * @param identity which server it must be: another one may have the same address later
   */
  public ManagerAddress(Endpoint endpoint, byte[] secret, Identity identity) {
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    this.secret = secret.clone();
    this.identity = Objects.requireNonNull(identity, "identity");
  }

  /**
   * Returns where the server listens.
   *
   * @return the endpoint
   */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Returns the secret.
   *
   * @return a copy
   */
  public byte[] secret() {
    return secret.clone();
  }

  /**
   * Returns which server it is.
   *
   * @return its identity
   */
  public Identity identity() {
    return identity;
  }

  /** Names the manager, for messages. */
  @Override
  public String toString() {
    return "manager " + identity.pid() + " at " + endpoint;
  }
}

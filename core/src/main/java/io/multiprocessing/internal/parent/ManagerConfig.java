package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import io.multiprocessing.internal.manager.Endpoint;

/**
 * Parent side: how the server of a manager is started.
 *
 * @param jvm how to start its JVM
 * @param tcp where it listens, or null for a Unix domain socket in a folder of its own
 * @param secret what its clients have to know
 * @param outputListener receiver of what the server prints, or null to forward it
 */
public record ManagerConfig(
    JvmConfig jvm, Endpoint tcp, byte[] secret, OutputListener outputListener) {

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "manager: jvm=" + jvm + ", tcp=" + tcp;
  }
}

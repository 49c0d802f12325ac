package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import io.multiprocessing.internal.manager.Endpoint;
import java.util.Arrays;

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

  // an array's own equals says nothing, and the text must not show the secret

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagerConfig config
        && jvm.equals(config.jvm)
        && java.util.Objects.equals(tcp, config.tcp)
        && Arrays.equals(secret, config.secret)
        && java.util.Objects.equals(outputListener, config.outputListener);
  }

  @Override
  public int hashCode() {
    return jvm.hashCode();
  }

  @Override
  public String toString() {
    return "manager: jvm=" + jvm + ", tcp=" + tcp;
  }
}

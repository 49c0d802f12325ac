package io.multiprocessing.internal.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Parent side: what Linux's control groups, version 1 or 2, allow this process of the machine's
 * memory.
 *
 * @param membership the file that says in which groups the process is
 * @param mount where the groups are mounted
 */
record ControlGroups(Path membership, Path mount) {

  /*
   * A process is in a group, which is in another one, and so on: each may have a limit. In a container
   * the file of the memberships may name groups that are not visible there, while the container's own
   * one is what is mounted. So the limits of all groups on the way to the root are looked at, as far
   * as they exist.
   */

  private static final long UNLIMITED = 1L << 60; // version 1 says so with an almost endless limit

  /** The names of one version. */
  private enum Version {
    ONE("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "),
    TWO("", "memory.max", "memory.current", "inactive_file ");

    final String controller;
    final String limit;
    final String usage;
    final String unused;

    Version(String controller, String limit, String usage, String unused) {
      this.controller = controller;
      this.limit = limit;
      this.usage = usage;
      this.unused = unused;
    }
  }

  static ControlGroups ofThisProcess() {
    return new ControlGroups(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  /** Returns the lowest limit, if there is one. */
  OptionalLong limitBytes() {
    long lowest = UNLIMITED;
    for (Version version : Version.values()) {
      for (Path group : groups(version)) {
        lowest = Math.min(lowest, limit(version, group));
      }
    }
    return lowest < UNLIMITED ? OptionalLong.of(lowest) : OptionalLong.empty();
  }

  /** Returns how much is left below the limits, if there are any. */
  OptionalLong leftBytes() {
    long least = UNLIMITED;
    for (Version version : Version.values()) {
      for (Path group : groups(version)) {
        long limit = limit(version, group);
        if (limit < UNLIMITED) {
          least = Math.min(least, Math.max(0, limit - inUse(version, group)));
        }
      }
    }
    return least < UNLIMITED ? OptionalLong.of(least) : OptionalLong.empty();
  }

  private static long limit(Version version, Path group) {
    return number(group.resolve(version.limit)).orElse(UNLIMITED);
  }

  /**
   * File pages that nobody has used lately are counted, but given back before anybody is killed.
   */
  private static long inUse(Version version, Path group) {
    long used = number(group.resolve(version.usage)).orElse(0);
    long unused = Proc.numberAfter(group.resolve("memory.stat"), version.unused).orElse(0);
    return used - unused;
  }

  private List<Path> groups(Version version) {
    List<Path> groups = new ArrayList<>();
    Path root = mount.resolve(version.controller);
    Path path = Path.of("/" + membership(version)).normalize();
    for (Path group = path; group != null; group = group.getParent()) {
      groups.add(root.resolve(Path.of("/").relativize(group).toString()));
    }
    return groups;
  }

  /** Lines are: number, colon, controllers with commas (none in version 2), colon, path. */
  private String membership(Version version) {
    try {
      for (String line : Files.readAllLines(membership)) {
        String[] parts = line.split(":", 3);
        if (parts.length == 3 && List.of(parts[1].split(",")).contains(version.controller)) {
          return parts[2];
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return "/";
  }

  private static OptionalLong number(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) { // no such group; or no limit, "max"
      return OptionalLong.empty();
    }
  }
}

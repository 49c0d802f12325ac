package io.multiprocessing.ipc.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkPackagesTest {

  private static final int FEATURE = Runtime.version().feature();

  @TempDir Path folder;

  @Test
  void shouldOpenAQueueInAJvmWithoutAnyFlag() throws Exception {
    try (ChildJvm child = ChildJvm.start(OpenQueueMain.class, folder)) {
      child.expectLine("arrived");
      child.expectSuccess();
      assertFalse(child.stderr().contains("WARNING"), child.stderr());
    }
  }

  @Test
  void shouldOpenAQueueInSilenceWithTheFlagsOfAWorker() throws Exception {
    try (ChildJvm child =
        ChildJvm.startWith(JdkPackages.flags(FEATURE), OpenQueueMain.class, folder)) {
      child.expectLine("arrived");
      child.expectSuccess();
      assertFalse(child.stderr().contains("WARNING"), child.stderr());
    }
  }

  @Test
  void shouldOpenMoreThanOnce() {
    JdkPackages.open();
    JdkPackages.open();

    assertTrue(Object.class.getModule().isOpen("sun.nio.ch", getClass().getModule()));
  }

  @Test
  void shouldKnowTwoWaysToATrustedLookup() throws Exception {
    for (MethodHandles.Lookup lookup :
        List.of(TrustedLookup.throughSerialization(), TrustedLookup.throughUnsafe())) {
      lookup.findVirtual(
          Module.class,
          "implAddOpensToAllUnnamed",
          MethodType.methodType(void.class, String.class));
    }
  }

  @Test
  void shouldGiveEachJdkOnlyFlagsItKnows() {
    assertEquals(
        List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED"),
        JdkPackages.flags(17));
    assertTrue(JdkPackages.flags(22).contains("--enable-native-access=ALL-UNNAMED"));
    assertFalse(JdkPackages.flags(22).contains("--sun-misc-unsafe-memory-access=allow"));
    assertTrue(JdkPackages.flags(25).contains("--sun-misc-unsafe-memory-access=allow"));
  }

  @Test
  void shouldListTheFlagsWhenAJvmRefuses() {
    for (String flag : JdkPackages.flags(FEATURE)) {
      assertTrue(JdkPackages.refusal().contains(flag), flag);
    }
  }
}

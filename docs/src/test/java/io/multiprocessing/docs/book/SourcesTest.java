package io.multiprocessing.docs.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

  @TempDir private Path folder;

  private Sources sources;

  @BeforeEach
  void writeSource() throws IOException {
    Files.writeString(
        folder.resolve("Thing.java"),
        """
        class Thing {
          int size = 3;

          /** Says hello. */
          void hello() {
            if (size > 3) {
              print("hello");
            }

            print("!");
          }
        }
        """);
    sources = new Sources(folder);
  }

  @Test
  void shouldFindAMemberToItsLastBrace() {
    String member =
        """
        void hello() {
          if (size > 3) {
            print("hello");
          }

          print("!");
        }
        """;
    assertEquals(member, sources.member("Thing", "void hello("));
    assertTrue(sources.contain(member));
  }

  @Test
  void shouldFindAStatement() {
    assertEquals("int size = 3;\n", sources.member("Thing", "size = 3"));
  }

  @Test
  void shouldTellWhatIsNotThere() {
    assertThrows(IllegalArgumentException.class, () -> sources.member("Thing", "void bye"));
    assertThrows(IllegalArgumentException.class, () -> sources.member("Nothing", "int size"));
    assertFalse(sources.contain("int size = 4;\n"));
  }
}

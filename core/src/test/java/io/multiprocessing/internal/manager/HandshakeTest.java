package io.multiprocessing.internal.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.internal.manager.Handshake.Identity;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final Identity IDENTITY = new Identity(new UUID(1, 2), 4711);

  private final byte[] secret = Handshake.random(32);
  private final Handshake server = new Handshake(secret);
  private final Handshake client = new Handshake(secret);

  private byte[] welcome() {
    byte[] said = server.welcome(IDENTITY);
    assertEquals(Handshake.ACCEPTED, said[0]);
    return Arrays.copyOfRange(said, 1, said.length);
  }

  @Test
  void shouldConvinceBothSidesThatKnowTheSecret() throws Exception {
    byte[] hello = server.hello();
    assertEquals(Handshake.HELLO_BYTES, hello.length);
    byte[] answer = client.answer(hello);
    assertEquals(Handshake.ANSWER_BYTES, answer.length);
    assertTrue(server.accepts(answer));
    byte[] welcome = welcome();
    assertEquals(Handshake.WELCOME_BYTES, welcome.length);
    assertEquals(IDENTITY, client.judge(welcome));
  }

  @Test
  void shouldNoticeEveryBitThatWasChanged() throws Exception {
    byte[] answer = client.answer(server.hello());
    for (int i = 0; i < answer.length; i++) {
      byte[] changed = answer.clone();
      changed[i] ^= 1;
      assertFalse(server.accepts(changed), "byte " + i + " of the answer");
    }
    assertTrue(server.accepts(answer));
    byte[] welcome = welcome();
    for (int i = 0; i < welcome.length; i++) {
      byte[] changed = welcome.clone();
      changed[i] ^= 1;
      assertNull(client.judge(changed), "byte " + i + " of the welcome");
    }
  }

  @Test
  void shouldRefuseItsOwnWordsSentBack() throws Exception {
    byte[] answer = client.answer(server.hello());
    byte[] code = Arrays.copyOfRange(answer, 40, 72);
    byte[] welcome = new byte[Handshake.WELCOME_BYTES];
    System.arraycopy(code, 0, welcome, welcome.length - code.length, code.length);
    assertNull(client.judge(welcome));
  }

  @Test
  void shouldSayThatAnotherVersionSpeaks() {
    byte[] hello = server.hello();
    hello[7]++;
    assertThrows(MalformedFrameException.class, () -> client.answer(hello));
  }
}

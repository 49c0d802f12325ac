package io.multiprocessing.internal.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 32, 63, 64, 65, 200})
  void shouldGiveTheSameAsTheJdk(int secretBytes) throws GeneralSecurityException {
    byte[] secret = Handshake.random(secretBytes);
    byte[] text = Handshake.random(100);
    Mac jdk = Mac.getInstance("HmacSHA256");
    jdk.init(new SecretKeySpec(secret, "HmacSHA256"));
    Hmac ours = new Hmac(secret);
    for (int i = 0; i < 2; i++) { // the second time after the first
      assertArrayEquals(
          jdk.doFinal(text),
          ours.of(Arrays.copyOf(text, 30), new byte[0], Arrays.copyOfRange(text, 30, 100)));
    }
  }
}

package io.multiprocessing.docs.book;

import java.util.List;
import java.util.Locale;

/** What is run for the page, in this order. */
enum Recording {
  PI("pi --method all --workers 1,2,4,8"),
  PI_VECTORIZED("pi-vectorized --method all --workers 1,2,4,8"),
  PRIMES_A("primes --range A --method all"),
  PRIMES_B("primes --range B --method all"),
  PRIMES_C("primes --range C --method all"),
  PRIMES_D("primes --range D --method all"),
  PRIMES_E("primes --range E --method all"),
  PRIMES_SHUFFLED("primes --range E --shuffle"),
  CHUNK_SIZE("chunk-size --repeat 10"),
  PRIME_QUEUE("prime-queue --workers 1,2,4,8"),
  PRIME_QUEUE_FEEDER("prime-queue --feeder --workers 1,2,4,8"),
  VERIFY_PRIMES("verify-primes"),
  SHARED_ARRAY("shared-array"),
  LOCKS("locks"),
  MATMUL("matmul"),
  DIFFUSION("diffusion --png docs/pictures/diffusion.png"),
  DIFFUSION_LARGE("diffusion --size 4096 --png docs/pictures/diffusion-large.png"),
  ISOLATION("isolation");

  private final String line;

  Recording(String line) {
    this.line = line;
  }

  /** Returns what is typed, but for {@code --json}. */
  String command() {
    return "./run " + line;
  }

  /** Returns the command's words. */
  List<String> words() {
    return List.of((command() + " --json").split(" "));
  }

  /** Returns the name of the block of the page that has the command. */
  String part() {
    return toString().replaceFirst("primes-[a-e]$", "primes");
  }

  /** Returns the name of its file, without what follows the dot. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

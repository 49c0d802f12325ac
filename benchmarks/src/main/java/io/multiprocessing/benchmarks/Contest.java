package io.multiprocessing.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures a row: the two sides take turns, so that what disturbs the machine disturbs both; and
 * each begins every other round.
 *
 * @param sides how to start them
 * @param rounds how many, or 0 for what the row has
 * @param warmUpSeconds how long each side repeats the job before it counts
 * @param roundSeconds how long a round lasts at least; shorter jobs are repeated in it
 */
record Contest(Sides sides, int rounds, double warmUpSeconds, double roundSeconds) {

  /** Runs a row; blocks for as long as that takes, which is seconds to minutes. */
  Measured measure(Row row) throws IOException {
    int number = rounds > 0 ? rounds : row.rounds();
    List<Round> measured =
        row.measuresStart() ? roundsOfNewProcesses(row, number) : roundsOfOneProcess(row, number);
    return new Measured(row, measured);
  }

  private List<Round> roundsOfOneProcess(Row row, int number) throws IOException {
    List<Round> measured = new ArrayList<>();
    try (Side ours = sides.startOurs(row);
        Rival theirs = new Rival(sides.startTheirs(row))) {
      ours.warmUp(warmUpSeconds);
      theirs.warmUp(warmUpSeconds);
      for (int i = 0; i < number; i++) {
        measured.add(
            alternately(i, row, () -> ours.round(roundSeconds), () -> theirs.round(roundSeconds)));
      }
    }
    return measured;
  }

  private List<Round> roundsOfNewProcesses(Row row, int number) throws IOException {
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      measured.add(
          alternately(
              i,
              row,
              () -> onlyRound(new Rival(Optional.of(sides.startOurs(row)))),
              () -> onlyRound(new Rival(sides.startTheirs(row)))));
    }
    return measured;
  }

  private static Side.Answer onlyRound(Rival side) throws IOException {
    try (side) {
      side.warmUp(0); // answered when the program has come up
      return side.round(0);
    }
  }

  /** A round of one side; null if there is nobody. */
  @FunctionalInterface
  private interface Turn {
    Side.Answer take() throws IOException;
  }

  private static Round alternately(int number, Row row, Turn ours, Turn theirs) throws IOException {
    boolean theyBegin = number % 2 == 1;
    Side.Answer their = theyBegin ? theirs.take() : null;
    Side.Answer our = ours.take();
    their = theyBegin ? their : theirs.take();
    if (their == null) {
      return new Round(our.seconds(), Double.NaN);
    }
    if (!our.check().equals(their.check())) {
      throw new IllegalStateException(
          row.name() + ": the two sides did not do the same: " + our + ", " + their);
    }
    return new Round(our.seconds(), their.seconds());
  }

  /** The side we are compared with, which may not be there. */
  private record Rival(Optional<Side> side) implements AutoCloseable {

    void warmUp(double seconds) throws IOException {
      if (side.isPresent()) {
        side.get().warmUp(seconds);
      }
    }

    Side.Answer round(double seconds) throws IOException {
      return side.isPresent() ? side.get().round(seconds) : null;
    }

    @Override
    public void close() {
      side.ifPresent(Side::close);
    }
  }
}

package io.multiprocessing.internal.parent;

import java.util.Arrays;
import java.util.Random;

/** How the costs of a call's items are spread; the mean is about 1. */
enum CostShape {
  UNIFORM {
    @Override
    double cost(double place, Random random) {
      return 1;
    }
  },
  RANDOM {
    @Override
    double cost(double place, Random random) {
      return 2 * random.nextDouble();
    }
  },
  LINEAR {
    @Override
    double cost(double place, Random random) {
      return 2 * place;
    }
  },
  LINEAR_DESCENDING {
    @Override
    double cost(double place, Random random) {
      return 2 * (1 - place);
    }
  },
  /** One of ten items costs fifty times as much as the others. */
  BIMODAL {
    @Override
    double cost(double place, Random random) {
      return (random.nextInt(10) == 0 ? 50 : 1) / 5.9;
    }
  },
  EXPONENTIAL {
    @Override
    double cost(double place, Random random) {
      return -Math.log(1 - random.nextDouble());
    }
  },
  /** Pareto's, of infinite variance. */
  HEAVY_TAILED {
    @Override
    double cost(double place, Random random) {
      return Math.pow(1 - random.nextDouble(), -1 / 1.5) / 3;
    }
  },
  HEAVY_TAILED_ASCENDING {
    @Override
    double cost(double place, Random random) {
      return HEAVY_TAILED.cost(place, random);
    }
  },
  HEAVY_TAILED_DESCENDING {
    @Override
    double cost(double place, Random random) {
      return HEAVY_TAILED.cost(place, random);
    }
  },
  /** The numbers of a search for primes: half of them are even, few are prime. */
  PRIMES {
    @Override
    double cost(double place, Random random) {
      double divisions = 1 / Math.max(random.nextDouble(), 1e-4);
      return random.nextInt(18) == 0 ? 10 : Math.min(divisions, 1_000) / 20;
    }
  },
  /** Cheap ones, but for a stretch in the middle. */
  CLUSTERED {
    @Override
    double cost(double place, Random random) {
      return place > 0.6 && place < 0.7 ? 9 : 0.1;
    }
  },
  /** Cheap ones first, and all of the work at the end: what was measured misleads. */
  LATE {
    @Override
    double cost(double place, Random random) {
      return place > 0.9 ? 9 : 0.1;
    }
  };

  abstract double cost(double place, Random random);

  /** Returns the costs of so many items in nanoseconds. */
  long[] costs(int items, double meanNanos, Random random) {
    double[] costs = new double[items];
    Arrays.setAll(costs, i -> cost((double) i / items, random));
    if (this == HEAVY_TAILED_ASCENDING || this == HEAVY_TAILED_DESCENDING) {
      Arrays.sort(costs);
    }
    long[] nanos = new long[items];
    Arrays.setAll(
        nanos,
        i -> Math.round(meanNanos * costs[this == HEAVY_TAILED_DESCENDING ? items - 1 - i : i]));
    return nanos;
  }
}

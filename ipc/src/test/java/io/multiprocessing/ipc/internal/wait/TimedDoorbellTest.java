package io.multiprocessing.ipc.internal.wait;

class TimedDoorbellTest extends DoorbellContract {

  @Override
  Parking parkingAt(int offset) {
    return new TimedParking();
  }
}

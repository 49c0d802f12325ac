package io.multiprocessing.ipc.internal.codec;

import io.multiprocessing.ipc.SerializationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Both sides: the reason why an object cannot travel, on its way up through the serializers.
 *
 * <p>Each serializer that it passes adds the step it had taken; {@link ObjectCodec} turns the whole
 * into a {@link SerializationException}. Nothing is recorded while all goes well, so that the path
 * costs nothing.
 */
final class CannotTravel extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int STEPS_SHOWN_AT_EACH_END = 6;

  private final String typeName;
  private final String reason;
  private final String advice;
  private final transient List<String> stepsInnermostFirst = new ArrayList<>();

  CannotTravel(String typeName, String reason, String advice) {
    this(typeName, reason, advice, null);
  }

  CannotTravel(String typeName, String reason, String advice, Throwable cause) {
    // no stack trace: this exception never leaves the codec
    super(reason, cause, false, false);
    this.typeName = typeName;
    this.reason = reason;
    this.advice = advice;
  }

  /** Wraps a failure that knows nothing of paths, unless it already does. */
  static CannotTravel because(RuntimeException failure, String typeName) {
    if (failure instanceof CannotTravel known) {
      return known;
    }
    return new CannotTravel(typeName, "failed with " + failure, "", failure);
  }

  CannotTravel under(String step) {
    stepsInnermostFirst.add(step);
    return this;
  }

  CannotTravel underAll(List<String> stepsOutermostFirst) {
    for (int i = stepsOutermostFirst.size() - 1; i >= 0; i--) {
      under(stepsOutermostFirst.get(i));
    }
    return this;
  }

  SerializationException toPublic() {
    List<String> path = new ArrayList<>(stepsInnermostFirst);
    Collections.reverse(path);
    StringBuilder message = new StringBuilder(typeName).append(' ').append(reason);
    if (!path.isEmpty()) {
      message.append("; path: ").append(shown(path)).append(" -> ").append(typeName);
    }
    if (!advice.isEmpty()) {
      message.append(". ").append(advice);
    }
    return new SerializationException(message.toString(), typeName, path, getCause());
  }

  private static String shown(List<String> path) {
    int hidden = path.size() - 2 * STEPS_SHOWN_AT_EACH_END;
    if (hidden <= 1) {
      return String.join(" -> ", path);
    }
    return String.join(" -> ", path.subList(0, STEPS_SHOWN_AT_EACH_END))
        + " -> ("
        + hidden
        + " more) -> "
        + String.join(" -> ", path.subList(path.size() - STEPS_SHOWN_AT_EACH_END, path.size()));
  }
}

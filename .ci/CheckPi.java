import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the last line that {@code ./run pi --json} printed and says whether it can be believed: more
 * than one worker process took part, and pi is where that many samples must put it.
 *
 * <p>Usage: {@code java CheckPi.java <samples> <file>}. Exit code 0 if right, 1 if not.
 */
final class CheckPi {
  private static final Pattern PIDS = Pattern.compile("\"pids\"\\s*:\\s*\\[([^\\]]*)\\]");
  private static final Pattern PI =
      Pattern.compile("\"(?:pi|estimate|piEstimate)\"\\s*:\\s*(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)");

  private CheckPi() {}

  public static void main(String[] args) throws Exception {
    double samples = Double.parseDouble(args[0]);
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(args[1])));
    lines.removeIf(String::isBlank);
    require(!lines.isEmpty(), "nothing was printed");
    String last = lines.get(lines.size() - 1).strip();
    require(last.startsWith("{") && last.endsWith("}"), "the last line is no JSON object: " + last);

    int mostPids = checkPids(last);
    int estimates = checkEstimates(last, samples);
    System.out.println("ok: " + mostPids + " different pids, " + estimates + " estimate(s) of pi");
  }

  private static int checkPids(String json) {
    int most = 0;
    Matcher lists = PIDS.matcher(json);
    while (lists.find()) {
      List<String> pids = List.of(lists.group(1).strip().split("\\s*,\\s*"));
      require(new HashSet<>(pids).size() == pids.size(), "a pid is there twice: " + pids);
      most = Math.max(most, pids.size());
    }
    require(most >= 2, "no \"pids\" with two worker processes in: " + json);
    return most;
  }

  private static int checkEstimates(String json, double samples) {
    // 4 times the mean of Bernoulli draws with p = pi / 4
    double standardError = Math.sqrt(Math.PI * (4 - Math.PI) / samples);
    int count = 0;
    Matcher numbers = PI.matcher(json);
    while (numbers.find()) {
      double pi = Double.parseDouble(numbers.group(1));
      require(
          Math.abs(pi - Math.PI) <= 4 * standardError,
          "pi = " + pi + " is more than 4 standard errors of " + standardError + " off");
      count++;
    }
    require(count >= 1, "no \"pi\" in: " + json);
    return count;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println("CheckPi: " + otherwise);
      System.exit(1);
    }
  }
}

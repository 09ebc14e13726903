package engine.scenario;

import engine.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives in the heap of the service: its use just after a full collection. */
final class LiveHeap {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private LiveHeap() {}

  static double bytes(Service service) throws IOException, InterruptedException {
    jcmd(service, "GC.run");
    String info = jcmd(service, "GC.heap_info");
    Matcher used = USED.matcher(info);
    if (!used.find()) {
      throw new IOException("jcmd tells no heap: " + info);
    }
    return 1024 * Double.parseDouble(used.group(1));
  }

  private static String jcmd(Service service, String command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(service.status().pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }
}

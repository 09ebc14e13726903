package engine.child;

import ai.onnxruntime.OrtException;
import engine.onnx.BareModel;
import engine.onnx.BenchModels;
import engine.service.ProcessStatus;

/**
 * Loads the model of the reloads again and again and prints {@code step,resident bytes}. With
 * {@code leak} it never closes a session: what the harness must notice.
 */
public final class LeakingSessions {

  private LeakingSessions() {}

  public static void main(String... arguments) throws OrtException {
    boolean leak = arguments[0].equals("leak");
    int loads = Integer.parseInt(arguments[1]);
    ProcessStatus status = new ProcessStatus(ProcessHandle.current().pid());
    for (int load = 1; load <= loads; load++) {
      BareModel model = new BareModel(BenchModels.generation(load), 1, 1);
      model.run(model.input());
      if (!leak) {
        model.close();
      }
      System.out.println(load + "," + status.residentBytes());
    }
  }
}

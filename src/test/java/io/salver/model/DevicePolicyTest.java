package io.salver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.DevicePolicy.Absent;
import io.salver.testkit.Specs;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DevicePolicyTest {

  private static final Device CPU = new Device.Cpu();
  private static final CudaDevices NONE = index -> Optional.of("there is no device " + index);
  private static final CudaDevices TWO =
      index -> index < 2 ? Optional.empty() : Optional.of("there are two devices");

  private final DevicePolicy failing = new DevicePolicy(Absent.FAIL, (_, _, _) -> {});
  private final DevicePolicy forgiving = new DevicePolicy(Absent.CPU, (_, _, _) -> {});

  @Test
  void auto_takes_the_first_usable_cuda_device_or_the_cpu_and_never_fails() {
    assertThat(failing.choose(asking("auto"), TWO)).isEqualTo(new Device.Cuda(0));
    assertThat(failing.choose(asking("auto"), NONE)).isEqualTo(CPU);
    assertThat(forgiving.choose(asking("auto"), NONE)).isEqualTo(CPU);
  }

  @Test
  void cpu_stays_on_the_cpu_and_looks_for_no_device() {
    CudaDevices untouched =
        index -> {
          throw new AssertionError("asked for device " + index);
        };
    assertThat(failing.choose(asking("cpu"), untouched)).isEqualTo(CPU);
  }

  @Test
  void a_device_that_is_there_is_taken_whatever_the_setting() {
    assertThat(failing.choose(asking("cuda:1"), TWO)).isEqualTo(new Device.Cuda(1));
    assertThat(forgiving.choose(asking("cuda:1"), TWO)).isEqualTo(new Device.Cuda(1));
  }

  @Test
  void an_absent_device_is_refused_with_what_was_asked_what_there_is_and_what_can_be_done() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> failing.choose(asking("cuda:2"), TWO))
        .withMessage(
            "model m@1 asks for device cuda:2, but there are two devices; let model.yaml say device: auto or cpu, or set salver.devices.absent=cpu to load it on the CPU");
  }

  @Test
  void an_absent_device_becomes_the_cpu_by_setting() {
    assertThat(forgiving.choose(asking("cuda:2"), TWO)).isEqualTo(CPU);
  }

  private static ModelArtifact asking(String device) {
    return new ModelArtifact(
        new ModelId("m", 1),
        "onnx",
        Path.of("model.onnx"),
        Specs.DEFAULT.device(Device.named(device).orElseThrow()).build());
  }
}

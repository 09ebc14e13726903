package io.salver.api.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.task.TaskAnswer;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts a service of typed calls together: the generated descriptor, whose schema reflection shows,
 * with marshallers of our own. Not thread-safe.
 */
final class TaskService {

  private final ServiceDescriptor generated;
  private final Services services;
  private final List<Bound<?, ?>> bound = new ArrayList<>();

  TaskService(ServiceDescriptor generated, Services services) {
    this.generated = generated;
    this.services = services;
  }

  /** What the handlers need. */
  record Services(TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {}

  private record Bound<Q, M>(MethodDescriptor<Q, M> method, ServerCallHandler<Q, M> handler) {

    void addTo(ServerServiceDefinition.Builder service) {
      service.addMethod(method, handler);
    }
  }

  /** Adds a call with one request, read into a scope. */
  <Q extends Message, A extends TaskAnswer, M> TaskService unary(
      MethodDescriptor<Q, M> method,
      Parser<Q> parser,
      TaskMethod kind,
      TaskHandler.Preparation<A, M> preparation) {
    return unary(method, parser, kind, MessageArguments::of, preparation);
  }

  /** Adds a call with one request that {@code reader} understands. */
  <Q extends Message, A extends TaskAnswer, M> TaskService unary(
      MethodDescriptor<Q, M> method,
      Parser<Q> parser,
      TaskMethod kind,
      Function<Q, TaskArguments> reader,
      TaskHandler.Preparation<A, M> preparation) {
    MethodDescriptor<TaskArrival<Q>, M> own =
        method.toBuilder(
                new TaskMessages<>(parser, type(method), services.pool(), services.ticker()),
                method.getResponseMarshaller())
            .build();
    return add(
        own, new TaskHandler<>(kind, reader, preparation, services.runner(), services.ticker()));
  }

  private static Descriptor type(MethodDescriptor<?, ?> method) {
    return ((ProtoMethodDescriptorSupplier) requireNonNull(method.getSchemaDescriptor()))
        .getMethodDescriptor()
        .getInputType();
  }

  /** Adds a call of any kind. */
  <Q, M> TaskService add(MethodDescriptor<Q, M> method, ServerCallHandler<Q, M> handler) {
    bound.add(new Bound<>(method, handler));
    return this;
  }

  ServerServiceDefinition build() {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getName())
            .setSchemaDescriptor(generated.getSchemaDescriptor());
    bound.forEach(each -> descriptor.addMethod(each.method()));
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    bound.forEach(each -> each.addTo(service));
    return service.build();
  }
}

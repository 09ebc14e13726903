package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.salver.v1.AnswerRequest;
import io.salver.v1.ClassifyImagesRequest;
import io.salver.v1.ClassifySoundRequest;
import io.salver.v1.ClassifyTextRequest;
import io.salver.v1.DetectRequest;
import io.salver.v1.EmbedRequest;
import io.salver.v1.PredictRequest;
import io.salver.v1.SegmentRequest;
import io.salver.v1.SpeakRequest;
import io.salver.v1.SpeechServiceGrpc;
import io.salver.v1.TabularServiceGrpc;
import io.salver.v1.TagRequest;
import io.salver.v1.TextServiceGrpc;
import io.salver.v1.TranscribeRequest;
import io.salver.v1.VerifyRequest;
import io.salver.v1.VisionServiceGrpc;
import java.util.Base64;
import java.util.List;

/** Asks by gRPC. */
public final class GrpcTaskClient implements TaskClient {

  private final VisionServiceGrpc.VisionServiceBlockingStub vision;
  private final SpeechServiceGrpc.SpeechServiceBlockingStub speech;
  private final TextServiceGrpc.TextServiceBlockingStub text;
  private final TabularServiceGrpc.TabularServiceBlockingStub tabular;

  public GrpcTaskClient(Channel channel) {
    this.vision = VisionServiceGrpc.newBlockingStub(channel);
    this.speech = SpeechServiceGrpc.newBlockingStub(channel);
    this.text = TextServiceGrpc.newBlockingStub(channel);
    this.tabular = TabularServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public Reply ask(TaskStep step) {
    try {
      return new Reply("OK", "", json(send(step)));
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      return new Reply(
          status.getCode().name(),
          String.valueOf(status.getDescription()),
          JsonNodeFactory.instance.objectNode());
    }
  }

  private Message send(TaskStep step) {
    return switch (step.call()) {
      case CLASSIFY_IMAGES ->
          vision.classify(fill(ClassifyImagesRequest.newBuilder(), step).build());
      case DETECT -> vision.detect(fill(DetectRequest.newBuilder(), step).build());
      case SEGMENT -> vision.segment(fill(SegmentRequest.newBuilder(), step).build());
      case EMBED -> vision.embed(fill(EmbedRequest.newBuilder(), step).build());
      case VERIFY_IMAGES -> vision.verify(fill(VerifyRequest.newBuilder(), step).build());
      case TRANSCRIBE -> speech.transcribe(fill(TranscribeRequest.newBuilder(), step).build());
      case CLASSIFY_SOUND -> speech.classify(fill(ClassifySoundRequest.newBuilder(), step).build());
      case VERIFY_SOUNDS -> speech.verify(fill(VerifyRequest.newBuilder(), step).build());
      case SPEAK -> speech.speak(fill(SpeakRequest.newBuilder(), step).build());
      case CLASSIFY_TEXT -> text.classify(fill(ClassifyTextRequest.newBuilder(), step).build());
      case TAG -> text.tag(fill(TagRequest.newBuilder(), step).build());
      case ANSWER -> text.answer(fill(AnswerRequest.newBuilder(), step).build());
      case PREDICT -> tabular.predict(fill(PredictRequest.newBuilder(), step).build());
    };
  }

  private static <B extends Message.Builder> B fill(B message, TaskStep step) {
    GrpcTaskWords.fill(message, step.parameters());
    step.files()
        .forEach(
            (name, files) -> {
              FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(name);
              for (byte[] file : files) {
                if (descriptor.isRepeated()) {
                  message.addRepeatedField(descriptor, ByteString.copyFrom(file));
                } else {
                  message.setField(descriptor, ByteString.copyFrom(file));
                }
              }
            });
    return message;
  }

  /** Every field as JSON, also those with the default value. */
  private static ObjectNode json(MessageOrBuilder message) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      object.set(field.getName(), json(field, message.getField(field)));
    }
    return object;
  }

  private static JsonNode json(FieldDescriptor field, Object value) {
    if (value instanceof List<?> values) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      values.forEach(each -> array.add(json(field, each)));
      return array;
    }
    return switch (value) {
      case Message nested -> json(nested);
      case ByteString bytes -> JsonNodeFactory.instance.textNode(base64(bytes));
      case String text -> JsonNodeFactory.instance.textNode(text);
      case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
      case Number number -> JsonNodeFactory.instance.numberNode(number.doubleValue());
      default -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}

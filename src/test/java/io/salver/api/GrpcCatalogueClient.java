package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.salver.v1.CatalogueEvent;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueServiceGrpc;
import io.salver.v1.CatalogueServiceGrpc.CatalogueServiceBlockingStub;
import io.salver.v1.CatalogueUser;
import io.salver.v1.ChangeOutcome;
import io.salver.v1.DeleteItemRequest;
import io.salver.v1.DeleteUserRequest;
import io.salver.v1.GetItemRequest;
import io.salver.v1.GetUserRequest;
import io.salver.v1.ListEventsRequest;
import io.salver.v1.ListItemsRequest;
import io.salver.v1.RecordEventsRequest;
import io.salver.v1.RecordEventsResponse;
import io.salver.v1.UpsertItemRequest;
import io.salver.v1.UpsertUserRequest;
import io.salver.v1.Value;
import java.util.Base64;

/** Asks by gRPC and writes the answers as REST does. */
public final class GrpcCatalogueClient implements CatalogueClient {

  private static final String SHOP = "shop";

  private final CatalogueServiceBlockingStub stub;

  public GrpcCatalogueClient(Channel channel) {
    this.stub = CatalogueServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public Reply ask(CatalogueStep step) {
    try {
      return answer(step);
    } catch (StatusRuntimeException e) {
      String text = e.getStatus().getDescription();
      return new Reply(
          e.getStatus().getCode().name(), text == null ? "?" : text, CatalogueStep.parse("{}"));
    }
  }

  private Reply answer(CatalogueStep step) {
    JsonNode said = step.document();
    return switch (step.call()) {
      case PUT_ITEM ->
          ok(
              CatalogueDocument.of(
                  stub.upsertItem(
                      UpsertItemRequest.newBuilder()
                          .setRecommender(SHOP)
                          .setItem(item(id(step), said))
                          .build())));
      case GET_ITEM ->
          ok(
              CatalogueDocument.of(
                  stub.getItem(
                      GetItemRequest.newBuilder().setRecommender(SHOP).setId(id(step)).build())));
      case DELETE_ITEM ->
          ok(
              CatalogueDocument.of(
                  stub.deleteItem(
                      DeleteItemRequest.newBuilder()
                          .setRecommender(SHOP)
                          .setId(id(step))
                          .build())));
      case LIST_ITEMS -> {
        ListItemsRequest.Builder request =
            ListItemsRequest.newBuilder().setRecommender(SHOP).setAfter(id(step));
        if (said.has("limit")) {
          request.setLimit(said.get("limit").longValue());
        }
        yield ok(CatalogueDocument.of(stub.listItems(request.build())));
      }
      case PUT_USER ->
          ok(
              CatalogueDocument.of(
                  stub.upsertUser(
                      UpsertUserRequest.newBuilder()
                          .setRecommender(SHOP)
                          .setUser(user(id(step), said))
                          .build())));
      case GET_USER ->
          ok(
              CatalogueDocument.of(
                  stub.getUser(
                      GetUserRequest.newBuilder().setRecommender(SHOP).setId(id(step)).build())));
      case DELETE_USER ->
          ok(
              CatalogueDocument.of(
                  stub.deleteUser(
                      DeleteUserRequest.newBuilder()
                          .setRecommender(SHOP)
                          .setId(id(step))
                          .build())));
      case RECORD_EVENTS -> ok(CatalogueDocument.of(record(said)));
      case RECORD_ONE -> one(record(said).getEvents(0));
      case LIST_EVENTS -> {
        ListEventsRequest.Builder request =
            ListEventsRequest.newBuilder().setRecommender(SHOP).setUserId(id(step));
        if (said.has("limit")) {
          request.setLimit(said.get("limit").longValue());
        }
        yield ok(CatalogueDocument.of(stub.listEvents(request.build())));
      }
    };
  }

  private RecordEventsResponse record(JsonNode said) {
    RecordEventsRequest.Builder request = RecordEventsRequest.newBuilder().setRecommender(SHOP);
    if (said.isArray()) {
      said.forEach(event -> request.addEvents(event(event)));
    } else {
      request.addEvents(event(said));
    }
    return stub.recordEvents(request.build());
  }

  /** gRPC knows lists of events only, in which a wrong one is told as REST tells it alone. */
  private static Reply one(ChangeOutcome outcome) {
    return outcome.getOutcome().equals("refused")
        ? new Reply("INVALID_ARGUMENT", outcome.getError(), CatalogueStep.parse("{}"))
        : ok(CatalogueDocument.of(outcome));
  }

  private static Reply ok(JsonNode document) {
    return new Reply("OK", "", document);
  }

  private static long id(CatalogueStep step) {
    return Long.parseLong(step.id());
  }

  /** The message of an item that JSON tells of. */
  public static CatalogueItem item(long id, JsonNode said) {
    CatalogueItem.Builder message = CatalogueItem.newBuilder().setId(id);
    said.path("attributes")
        .properties()
        .forEach(field -> message.putAttributes(field.getKey(), value(field.getValue())));
    if (said.has("image")) {
      message.setImage(
          ByteString.copyFrom(Base64.getDecoder().decode(said.get("image").textValue())));
    }
    return message.build();
  }

  /** The message of a user that JSON tells of. */
  public static CatalogueUser user(long id, JsonNode said) {
    CatalogueUser.Builder message = CatalogueUser.newBuilder().setId(id);
    said.path("features")
        .properties()
        .forEach(field -> message.putFeatures(field.getKey(), value(field.getValue())));
    said.path("history").forEach(item -> message.addHistory(item.longValue()));
    return message.build();
  }

  /** The message of an event that JSON tells of. */
  public static CatalogueEvent event(JsonNode said) {
    CatalogueEvent.Builder message = CatalogueEvent.newBuilder();
    said.properties()
        .forEach(
            field -> {
              JsonNode node = field.getValue();
              if (node.isNull()) {
                return;
              }
              switch (field.getKey()) {
                case "id" -> message.setId(node.textValue());
                case "type" -> message.setType(node.textValue());
                case "user_id" -> message.setUserId(node.longValue());
                case "item_id" -> message.setItemId(node.longValue());
                case "at" -> message.setAt(node.textValue());
                case "value" -> message.setValue(node.doubleValue());
                case "recommendation_id" -> message.setRecommendationId(node.textValue());
                case "position" -> message.setPosition(node.longValue());
                default -> throw new IllegalArgumentException("no field " + field.getKey());
              }
            });
    return message.build();
  }

  private static Value value(JsonNode node) {
    return node.isNumber()
        ? Value.newBuilder().setNumber(node.doubleValue()).build()
        : Value.newBuilder().setText(node.textValue()).build();
  }
}

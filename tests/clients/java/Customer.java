import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;

/** A customer with socket.io-client: Customer ADDRESS TOKEN CONVERSATION_ID USER_ID TRANSPORTS CARRIER */
public class Customer {
  private static final long LIMIT_MS = 20_000;
  private static final List<String> EVENTS =
      List.of("new-chat-message", "user-typing", "messages-read", "chat-error", "connect", "connect_error");

  private record Heard(String event, JSONObject payload) {}

  private interface Condition {
    boolean test(JSONObject payload) throws JSONException;
  }

  private final List<Heard> heard = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    try {
      new Customer().run(args);
      System.out.println("done");
      // OkHttp keeps threads that would hold the process for a minute.
      System.exit(0);
    } catch (Exception exception) {
      exception.printStackTrace();
      System.exit(1);
    }
  }

  private void run(String[] args) throws Exception {
    int conversationId = Integer.parseInt(args[2]);
    Object userId = args[3].matches("\\d+") ? (Object) Integer.parseInt(args[3]) : args[3];

    Socket refused = connect(args, "bad");
    waitFor("the refusal of a bad token", "connect_error", it -> codeOf(it.optJSONObject("data")).equals("UNAUTHENTICATED"));
    refused.disconnect();

    Socket socket = connect(args, args[1]);
    waitFor("the connection", "connect", it -> true);
    String question = "I can't log into the app with my credentials. 🙈";
    socket.emit("join-chat", inConversation(conversationId).put("userType", "user").put("userId", userId));
    socket.emit("typing-start", inConversation(conversationId));
    socket.emit("send-chat-message", message(conversationId, question, "user", userId));
    waitFor("its own message", "new-chat-message", it -> it.getJSONObject("message").getString("message").equals(question));
    waitFor("staff typing", "user-typing", it -> it.getString("userType").equals("admin") && it.getBoolean("isTyping"));
    JSONObject answer =
        waitFor("the answer of staff", "new-chat-message", it -> it.getJSONObject("message").getString("senderType").equals("admin"));
    int seq = answer.getJSONObject("message").getInt("seq");
    socket.emit("mark-messages-read", inConversation(conversationId));
    waitFor("its own read mark", "messages-read", it -> it.getString("readerType").equals("user") && it.getInt("upToSeq") >= seq);

    socket.emit("send-chat-message", message(conversationId, "forged", "admin", userId));
    waitFor("the refusal of a forged message", "chat-error", it -> codeOf(it).equals("FORBIDDEN"));
    CompletableFuture<JSONObject> acknowledged = new CompletableFuture<>();
    Ack acknowledge = data -> acknowledged.complete((JSONObject) data[0]);
    socket.emit("send-chat-message", new Object[] {inConversation(conversationId).put("message", "")}, acknowledge);
    JSONObject result = acknowledged.get(LIMIT_MS, TimeUnit.MILLISECONDS);
    if (result.getBoolean("ok") || !codeOf(result.getJSONObject("error")).equals("VALIDATION_FAILED")) {
      throw new IllegalStateException("an empty message was acknowledged with " + result);
    }
    socket.disconnect();
  }

  private Socket connect(String[] args, String token) {
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.reconnection = false;
    options.transports = args[4].split(",");
    if (args[5].equals("auth")) options.auth = Map.of("token", token);
    else options.extraHeaders = Map.of("Authorization", List.of("Bearer " + token));
    Socket socket = IO.socket(URI.create(args[0]), options);
    for (String event : EVENTS) socket.on(event, data -> hear(event, data));
    return socket.connect();
  }

  private synchronized void hear(String event, Object[] data) {
    heard.add(new Heard(event, data.length > 0 && data[0] instanceof JSONObject payload ? payload : new JSONObject()));
    notifyAll();
  }

  private synchronized JSONObject waitFor(String what, String event, Condition fits) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
    for (;;) {
      for (Heard entry : heard) {
        if (!entry.event.equals(event) || !fits.test(entry.payload)) continue;
        System.out.println("saw " + what);
        return entry.payload;
      }
      long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (leftMs <= 0) throw new IllegalStateException(what + " did not come; heard " + heard.stream().map(Heard::event).toList());
      wait(leftMs);
    }
  }

  private static String codeOf(JSONObject error) {
    return error == null ? "" : error.optString("code");
  }

  private static JSONObject inConversation(int conversationId) throws JSONException {
    return new JSONObject().put("conversationId", conversationId);
  }

  private static JSONObject message(int conversationId, String text, String senderType, Object senderId)
      throws JSONException {
    return inConversation(conversationId).put("message", text).put("senderType", senderType).put("senderId", senderId);
  }
}

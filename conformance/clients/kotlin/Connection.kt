import io.socket.client.AckWithTimeout
import io.socket.client.IO
import io.socket.client.Socket
import java.net.URI
import java.util.concurrent.TimeUnit
import org.json.JSONObject

/** Keeps one socket, with a good token, that follows one conversation. Everything happens on the thread `app`. */
class Connection(
    private val baseUrl: String,
    private val conversationId: Int,
    private val tokens: Tokens,
    private val lastSeq: () -> Int,
    private val onMessage: (JSONObject) -> Unit,
    private val onOnline: () -> Unit,
) {
  private var socket: Socket? = null
  private var closed = false

  /** A new socket each time: the library would go on with the token of the first one. */
  fun open() {
    socket?.off()
    socket?.disconnect()
    if (closed) return
    val token = tokens.current()
    if (token == null) {
      app.schedule(::open, 1_000, TimeUnit.MILLISECONDS)
      return
    }
    val options =
        IO.Options().apply {
          forceNew = true
          transports = arrayOf("websocket")
          reconnection = false
          auth = mapOf("token" to token)
        }
    val made = IO.socket(URI.create(baseUrl), options)
    socket = made
    fun on(event: String, then: (Array<out Any?>) -> Unit) {
      made.on(event) { args -> app.execute { if (socket === made) then(args) } }
    }
    on(Socket.EVENT_CONNECT) {
      onOnline()
      resume()
    }
    on(Socket.EVENT_DISCONNECT) { again() }
    on(Socket.EVENT_CONNECT_ERROR) { args ->
      // An object when the services refused, an exception when nobody was reached.
      val data = (args[0] as? JSONObject)?.optJSONObject("data")
      when (data?.optString("code")) {
        "BLOCKED" -> {}
        "UNAUTHENTICATED" -> if (tokens.renew(token) != token) open() else again()
        else -> again(data?.optLong("retryAfterMs") ?: 0)
      }
    }
    on("auth-expiring") { renew(token) }
    on("new-chat-message") { args -> onMessage((args[0] as JSONObject).getJSONObject("message")) }
    made.connect()
  }

  private var failures = 0

  private fun again(atLeastMs: Long = 0) {
    val backoffMs = minOf(5_000.0, 300 * Math.pow(1.5, failures.toDouble())) * (0.5 + Math.random() / 2)
    failures += 1
    val lost = socket
    app.schedule({ if (socket === lost) open() }, maxOf(atLeastMs, backoffMs.toLong()), TimeUnit.MILLISECONDS)
  }

  /** Follows the conversation, and brings what came after the last message that is held. */
  fun resume() {
    val question = JSONObject().put("conversationId", conversationId).put("afterSeq", lastSeq())
    ask("join-chat", question, 10_000) { answer ->
      when {
        answer == null -> open()
        !answer.getBoolean("ok") -> app.schedule(::resume, 1_000, TimeUnit.MILLISECONDS)
        else -> {
          failures = 0
          val messages = answer.getJSONArray("messages")
          for (index in 0 until messages.length()) onMessage(messages.getJSONObject(index))
          if (answer.getBoolean("hasMore")) resume()
        }
      }
    }
  }

  /** Gives the socket another token in place. */
  fun renew(old: String) {
    val token = tokens.renew(old) ?: return
    socket?.emit("authenticate", JSONObject().put("token", token))
  }

  /** The network may have changed: a connection that nobody closed may be dead. */
  fun hint() {
    if (socket?.connected() != true) return open()
    ask("authenticate", JSONObject().put("token", tokens.current()), 3_000) { answer -> if (answer == null) open() }
  }

  fun close() {
    closed = true
    socket?.off()
    socket?.disconnect()
  }

  /** Null when nobody answered in time, over the socket that was asked. */
  private fun ask(event: String, question: JSONObject, limitMs: Long, then: (JSONObject?) -> Unit) {
    val asked = socket ?: return
    fun answer(value: JSONObject?) = app.execute { if (socket === asked) then(value) }
    val acknowledge =
        object : AckWithTimeout(limitMs) {
          override fun onSuccess(vararg args: Any?) = answer(args[0] as JSONObject)

          override fun onTimeout() = answer(null)
        }
    asked.emit(event, arrayOf(question), acknowledge)
  }
}

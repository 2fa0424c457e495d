import java.io.File
import java.util.TreeMap
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit
import okhttp3.MediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import org.json.JSONArray
import org.json.JSONObject

/** One thread for all that changes what is shown, as an app's main thread. */
val app: ScheduledExecutorService = Executors.newSingleThreadScheduledExecutor { Thread(it).apply { isDaemon = true } }

// `retryOnConnectionFailure` would repeat a request on its own; the outbox is the one that repeats.
private val http =
    OkHttpClient.Builder()
        .connectTimeout(10, TimeUnit.SECONDS)
        .readTimeout(10, TimeUnit.SECONDS)
        .retryOnConnectionFailure(false)
        .build()

/** The host application's tokens. */
class Tokens(private val url: String) {
  private var token: String? = null

  @Synchronized
  fun current(): String? {
    if (token == null) token = answerTo(Request.Builder().url(url).build())?.second?.optString("token")
    return token
  }

  @Synchronized
  fun renew(old: String): String? {
    if (token == old) token = null
    return current()
  }
}

/** The status and the body; null when nobody answered, or not in JSON. */
private fun answerTo(request: Request): Pair<Int, JSONObject>? =
    try {
      http.newCall(request).execute().use { response -> response.code() to JSONObject(response.body()!!.string()) }
    } catch (exception: Exception) {
      null
    }

class Client(options: JSONObject) {
  private val baseUrl = options.getString("baseUrl")
  private val conversationId = options.getInt("conversationId")
  private val tokens = Tokens(options.getString("tokenUrl"))
  private val messages = ArrayList<JSONObject>()
  /** What came before its turn. */
  private val early = TreeMap<Int, JSONObject>()
  private val outbox = Outbox(File(options.getString("stateDir")), ::post) { app.execute { take(it) } }
  private val connection = Connection(baseUrl, conversationId, tokens, { messages.size }, ::take, outbox::kick)

  init {
    app.execute(connection::open)
  }

  fun send(text: String) = outbox.send(text)

  /** Stored messages, then own ones that wait. */
  fun show(): JSONArray {
    val shown = JSONArray()
    val here = messages.map { it.opt("clientMessageId") }.toSet()
    for (message in messages) {
      shown.put(line(message.getInt("seq"), message.opt("clientMessageId"), message.getString("message"), "stored"))
    }
    for (entry in outbox.waiting()) {
      if (entry.clientMessageId in here) continue
      shown.put(line(null, entry.clientMessageId, entry.text, if (entry.failed) "failed" else "queued"))
    }
    return shown
  }

  fun hint() = connection.hint()

  fun close() {
    outbox.close()
    connection.close()
  }

  /** In any order, and as often as it likes: shown is an unbroken run of seqs from 1. */
  private fun take(message: JSONObject) {
    val seq = message.getInt("seq")
    if (seq > messages.size) early[seq] = message
    while (true) messages.add(early.remove(messages.size + 1) ?: break)
    outbox.saw(message.optString("clientMessageId"))
    if (early.isNotEmpty()) connection.resume()
  }

  private fun post(entry: Entry): Answer? {
    val token = tokens.current() ?: return null
    val body = JSONObject().put("message", entry.text).put("clientMessageId", entry.clientMessageId).toString()
    val request =
        Request.Builder()
            .url("$baseUrl/api/chat/conversations/$conversationId/messages")
            .header("Authorization", "Bearer $token")
            .post(RequestBody.create(MediaType.parse("application/json"), body))
            .build()
    val (status, answer) = answerTo(request) ?: return null
    if (status == 401) app.execute { connection.renew(token) }
    return Answer(answer.optJSONObject("message"), answer.optString("code"), answer.optLong("retryAfterMs"))
  }
}

private fun line(seq: Int?, clientMessageId: Any?, text: String, state: String) =
    JSONObject()
        .put("seq", seq ?: JSONObject.NULL)
        .put("clientMessageId", clientMessageId ?: JSONObject.NULL)
        .put("text", text)
        .put("state", state)

/** The protocol of the kit: conformance/README.md. */
fun main() {
  var client: Client? = null
  println("""{"ready": true, "reusable": true}""")
  while (true) {
    val command = JSONObject(readlnOrNull() ?: break)
    val answer = JSONObject().put("id", command.getInt("id"))
    app.submit(
            Callable {
              when (command.getString("command")) {
                "connect" -> client = Client(command)
                "send" -> answer.put("clientMessageId", client?.send(command.getString("text")))
                "show" -> answer.put("messages", client?.show())
                "hint" -> client?.hint()
                "close" -> client?.close()
              }
            })
        .get()
    println(answer)
  }
  System.exit(0)
}

import java.io.File
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.util.UUID
import kotlin.concurrent.thread
import org.json.JSONObject

class Entry(val order: Long, val clientMessageId: String, val text: String, var failed: Boolean = false)

/** What a message was answered with: it is stored, or a code says why not; neither when nobody answered. */
class Answer(val message: JSONObject?, val code: String?, val retryAfterMs: Long)

/** About the text: it will not be taken later either. The message stays, and the next one goes on. */
private val forGood = setOf("VALIDATION_FAILED", "MESSAGE_REJECTED", "CONFLICT", "PAYLOAD_TOO_LARGE")
/** About the person or the conversation: the next one would hear the same. All wait until something changes. */
private val forAll = setOf("NOT_FOUND", "FORBIDDEN", "BLOCKED")

/** Keeps what is not stored yet, and repeats it under one id until it is. */
class Outbox(private val folder: File, private val post: (Entry) -> Answer?, private val onStored: (JSONObject) -> Unit) {
  private val lock = Object()
  private val entries = load().toMutableList()
  private var kicked = false
  private var closed = false

  init {
    thread(isDaemon = true) { work() }
  }

  fun waiting(): List<Entry> = synchronized(lock) { entries.toList() }

  /** The id, once the message is kept: only then it may be shown as written. */
  fun send(text: String): String =
      synchronized(lock) {
        val order = maxOf(System.currentTimeMillis(), (entries.lastOrNull()?.order ?: 0) + 1)
        val entry = Entry(order, UUID.randomUUID().toString(), text)
        keep(entry)
        entries.add(entry)
        kick()
        entry.clientMessageId
      }

  /** Seen as stored, by its event for one, though its answer was lost. */
  fun saw(clientMessageId: String) =
      synchronized(lock) { entries.filter { it.clientMessageId == clientMessageId }.forEach(::remove) }

  /** Something new to send, or the network is back. */
  fun kick() =
      synchronized(lock) {
        kicked = true
        lock.notifyAll()
      }

  fun close() {
    closed = true
    kick()
  }

  private fun work() {
    var failures = 0
    while (!closed) {
      val entry = next()
      if (entry == null) {
        pause(60_000)
        continue
      }
      val answer = post(entry)
      if (closed) return
      if (answer?.message != null) {
        failures = 0
        onStored(answer.message)
        synchronized(lock) { remove(entry) }
      } else if (answer?.code in forAll) pause(60_000)
      else if (answer?.code in forGood) entry.failed = true
      else {
        val backoffMs = (minOf(5_000.0, 300 * Math.pow(1.5, failures.toDouble())) * (0.5 + Math.random() / 2)).toLong()
        failures += 1
        // Who was told a time keeps to it; who heard nothing goes on as soon as the network is back.
        if (answer != null) Thread.sleep(maxOf(answer.retryAfterMs, backoffMs)) else pause(backoffMs)
      }
    }
  }

  private fun next() =
      synchronized(lock) {
        kicked = false
        entries.firstOrNull { !it.failed }
      }

  private fun pause(ms: Long) = synchronized(lock) { if (!kicked && !closed) lock.wait(ms) }

  private fun fileOf(entry: Entry) = File(folder, "${entry.order}.json")

  /** Whole or not at all. */
  private fun keep(entry: Entry) {
    val half = File(folder, "${entry.order}.half")
    half.writeText(JSONObject().put("clientMessageId", entry.clientMessageId).put("text", entry.text).toString())
    Files.move(half.toPath(), fileOf(entry).toPath(), ATOMIC_MOVE)
  }

  private fun remove(entry: Entry) {
    entries.remove(entry)
    fileOf(entry).delete()
  }

  private fun load(): List<Entry> {
    folder.mkdirs()
    val files = folder.listFiles { file -> file.extension == "json" } ?: emptyArray()
    return files.map { file ->
          val kept = JSONObject(file.readText())
          Entry(file.nameWithoutExtension.toLong(), kept.getString("clientMessageId"), kept.getString("text"))
        }
        .sortedBy { it.order }
  }
}

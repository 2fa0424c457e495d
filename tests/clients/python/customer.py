"""A customer with python-socketio: customer.py ADDRESS TOKEN CONVERSATION_ID USER_ID TRANSPORTS CARRIER"""

import sys
import threading

import socketio

LIMIT_S = 20
address, token, conversation, user, transports, carrier = sys.argv[1:]
conversation_id = int(conversation)
user_id = int(user) if user.isdigit() else user

heard = []
changed = threading.Condition()


def hear(event, payload=None):
    with changed:
        heard.append((event, payload))
        changed.notify_all()


def wait_for(what, fits):
    def found():
        return next((entry for entry in heard if fits(*entry)), None)

    with changed:
        entry = changed.wait_for(found, LIMIT_S)
    if entry is None:
        sys.exit(f"{what} did not come; heard {[event for event, _ in heard]}")
    print(f"saw {what}", flush=True)
    return entry[1]


def connect(bearer):
    client = socketio.Client(reconnection=False)
    client.on("*", hear)
    client.on("connect_error", lambda reason: hear("connect_error", reason))
    client.connect(
        address,
        transports=transports.split(","),
        wait_timeout=LIMIT_S,
        **({"auth": {"token": bearer}} if carrier == "auth" else {"headers": {"Authorization": f"Bearer {bearer}"}}),
    )
    return client


try:
    connect("bad")
    sys.exit("a bad token was let in")
except socketio.exceptions.ConnectionError:
    wait_for("the refusal of a bad token", lambda event, it: event == "connect_error" and it["data"]["code"] == "UNAUTHENTICATED")

client = connect(token)
question = "I can't log into the app with my credentials. 🙈"
client.emit("join-chat", {"conversationId": conversation_id, "userType": "user", "userId": user_id})
client.emit("typing-start", {"conversationId": conversation_id})
client.emit(
    "send-chat-message",
    {"conversationId": conversation_id, "message": question, "senderType": "user", "senderId": user_id},
)
wait_for("its own message", lambda event, it: event == "new-chat-message" and it["message"]["message"] == question)
wait_for("staff typing", lambda event, it: event == "user-typing" and it["userType"] == "admin" and it["isTyping"])
answer = wait_for(
    "the answer of staff", lambda event, it: event == "new-chat-message" and it["message"]["senderType"] == "admin"
)
client.emit("mark-messages-read", {"conversationId": conversation_id})
wait_for(
    "its own read mark",
    lambda event, it: event == "messages-read" and it["readerType"] == "user" and it["upToSeq"] >= answer["message"]["seq"],
)

client.emit(
    "send-chat-message",
    {"conversationId": conversation_id, "message": "forged", "senderType": "admin", "senderId": user_id},
)
wait_for("the refusal of a forged message", lambda event, it: event == "chat-error" and it["code"] == "FORBIDDEN")
refused = client.call("send-chat-message", {"conversationId": conversation_id, "message": ""}, timeout=LIMIT_S)
if refused["ok"] or refused["error"]["code"] != "VALIDATION_FAILED":
    sys.exit(f"an empty message was acknowledged with {refused}")
print(f"used {client.transport()}")
client.disconnect()
print("done")

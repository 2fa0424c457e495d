import { watchLoopDelay } from '@livechat/bus/loop-delay';
import type { Serve } from '@livechat/bus/serve';
import { createWorkQueue } from '@livechat/bus/work-queue';
import { requests } from '@livechat/contracts/registry';
import { runService } from '@livechat/service/run-service';
import { sql } from 'kysely';
import { createAskReviews } from './ask-reviews.ts';
import { createChatMetrics } from './chat-metrics.ts';
import { indexTimeoutMs, Settings, statementTimeoutMs } from './config.ts';
import { isDatabaseOutage, openDatabase } from './db/database.ts';
import { traceStatements } from './db/trace-statements.ts';
import { assignConversation } from './handlers/assign-conversation.ts';
import { blockUser } from './handlers/block-user.ts';
import { closeConversation } from './handlers/close-conversation.ts';
import { closeSession } from './handlers/close-session.ts';
import { conversationHeads } from './handlers/conversation-heads.ts';
import { countOpenConversations } from './handlers/count-open-conversations.ts';
import { createConversation } from './handlers/create-conversation.ts';
import { editMessage } from './handlers/edit-message.ts';
import { getBlock } from './handlers/get-block.ts';
import { getConversation } from './handlers/get-conversation.ts';
import { joinConversation } from './handlers/join-conversation.ts';
import { judgeMessage } from './handlers/judge-message.ts';
import { listAgents } from './handlers/list-agents.ts';
import { listAllConversations } from './handlers/list-all-conversations.ts';
import { listBlocks } from './handlers/list-blocks.ts';
import { listChangedMessages } from './handlers/list-changed-messages.ts';
import { listChanges } from './handlers/list-changes.ts';
import { listConversations } from './handlers/list-conversations.ts';
import { listMessages } from './handlers/list-messages.ts';
import { listRevocations } from './handlers/list-revocations.ts';
import { markMessagesDelivered } from './handlers/mark-messages-delivered.ts';
import { markMessagesRead } from './handlers/mark-messages-read.ts';
import { openSession } from './handlers/open-session.ts';
import { refreshSession } from './handlers/refresh-session.ts';
import { resolvePrincipal } from './handlers/resolve-principal.ts';
import { sendCanary } from './handlers/send-canary.ts';
import { sendMessage } from './handlers/send-message.ts';
import { unblockUser } from './handlers/unblock-user.ts';
import { updateConversation } from './handlers/update-conversation.ts';
import { createLateReviews } from './late-reviews.ts';
import { createJudgeName } from './names/judge-name.ts';
import { createOutbox } from './outbox.ts';
import { createSearchIndexer } from './search-indexer.ts';
import { createStoreTogether } from './store-together.ts';
import { watchOutbox, watchPool } from './watch-database.ts';

/**
 * Enough that connections stay busy while some requests are at moderation. More would wait in the pool, where nobody sees
 * for how long, and whether somebody still waits for the answer.
 */
const atOncePerConnection = 4;
/** Two groups of what comes at some 1,000 a second: one that is being stored, one that is being reviewed. */
const maxSendsAtOnce = 128;
/** A password check is slow on purpose; more at once would only queue behind each other. */
const maxPasswordChecks = 16;

await runService(
  'chat',
  Settings,
  async ({ settings, log, bus, metrics, tracing }) => {
    const databaseOptions = {
      url: settings.DATABASE_URL,
      maxConnections: settings.CHAT_DATABASE_CONNECTIONS,
      statementTimeoutMs,
      onConnectionError: (err: Error) => log.warn({ err }, 'a connection to Postgres broke'),
    };
    const db = openDatabase({
      ...databaseOptions,
      onStatement: traceStatements(tracing),
      onPool: (pool) => watchPool(pool, metrics),
    });
    watchOutbox(db, metrics);
    const chatMetrics = createChatMetrics(metrics);
    await bus.ensureStreams(settings.NATS_STREAM_REPLICAS);
    const outbox = createOutbox(db, bus, log, chatMetrics, settings.NATS_STREAM_REPLICAS);
    outbox.start();
    // Connections of its own: a long conversation takes longer than a request may, and requests must not wait for it.
    const indexDb = openDatabase({ ...databaseOptions, maxConnections: 1, statementTimeoutMs: indexTimeoutMs });
    const searchIndexer = createSearchIndexer(indexDb, log);
    searchIndexer.start();

    const storeTogether = createStoreTogether(db, settings.CHAT_DATABASE_CONNECTIONS);
    const askReviews = createAskReviews(bus.call);
    const context = {
      db,
      call: bus.call,
      askReviews,
      bus,
      outbox,
      storeTogether,
      judgeName: createJudgeName(db, settings.CHAT_RESERVED_NAMES),
      log,
      metrics: chatMetrics,
      settings,
    };
    const lateReviews = createLateReviews(context);
    lateReviews.start();

    const queue = createWorkQueue({
      atOnce: settings.CHAT_DATABASE_CONNECTIONS * atOncePerConnection,
      unseenMs: watchLoopDelay().delayMs,
    });
    const serve: Serve = (contract, handler) => bus.serve(contract, handler, { queue });
    serve(requests.createConversation, createConversation(context));
    // They share reviews and transactions, so many more at once need no more connections.
    const sends = createWorkQueue({ atOnce: maxSendsAtOnce, unseenMs: watchLoopDelay().delayMs });
    bus.serve(requests.sendMessage, sendMessage(context), { queue: sends });
    bus.serve(requests.sendCanary, sendCanary(context), { queue: sends });
    serve(requests.listMessages, listMessages(context));
    serve(requests.listConversations, listConversations(context));
    serve(requests.listAllConversations, listAllConversations(context));
    serve(requests.getConversation, getConversation(context));
    serve(requests.joinConversation, joinConversation(context));
    serve(requests.markMessagesRead, markMessagesRead(context));
    serve(requests.assignConversation, assignConversation(context));
    serve(requests.closeConversation, closeConversation(context));
    serve(requests.editMessage, editMessage(context));
    serve(requests.judgeMessage, judgeMessage(context));
    serve(requests.listAgents, listAgents(context));
    serve(requests.listChanges, listChanges(context));
    serve(requests.markMessagesDelivered, markMessagesDelivered(context));
    serve(requests.updateConversation, updateConversation(context));
    serve(requests.listChangedMessages, listChangedMessages(context));
    serve(requests.conversationHeads, conversationHeads(context));
    serve(requests.countOpenConversations, countOpenConversations(context));
    serve(requests.blockUser, blockUser(context));
    serve(requests.unblockUser, unblockUser(context));
    serve(requests.getBlock, getBlock(context));
    serve(requests.listBlocks, listBlocks(context));
    serve(requests.resolvePrincipal, resolvePrincipal(context));
    const passwordChecks = createWorkQueue({ atOnce: maxPasswordChecks });
    bus.serve(requests.openSession, openSession(context), { queue: passwordChecks, apart: true });
    serve(requests.closeSession, closeSession(context));
    serve(requests.listRevocations, listRevocations(context));
    serve(requests.refreshSession, refreshSession(context));

    return {
      dependencies: {
        postgres: { required: true, check: async () => (await sql`select 1`.execute(db)).rows.length === 1 },
      },
      async settle() {
        await Promise.all([lateReviews.stop(), searchIndexer.stop()]);
        await outbox.stop();
      },
      close: async () => void (await Promise.all([db.destroy(), indexDb.destroy()])),
    };
  },
  isDatabaseOutage,
);

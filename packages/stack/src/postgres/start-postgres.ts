import type { Part, PartContext } from '../infrastructure/part.ts';
import { givenPart } from '../infrastructure/part.ts';
import { supervisePart } from '../infrastructure/supervise-part.ts';
import { freePort } from '../process/free-ports.ts';
import { waitUntil } from '../process/wait-until.ts';
import { chooseServer } from './choose-server.ts';
import { createThrowAwayDatabase, databaseAnswers, prepareDatabase } from './databases.ts';

/** Recovery after a crash comes before the first answer. */
const readyTimeoutMs = 60_000;

export async function startPostgres(context: PartContext): Promise<Part> {
  const given = context.settings.DATABASE_URL;
  if (given !== undefined) return givenServer(given, context);
  const port = await freePort();
  const log = context.openLog('postgres');
  const { postgresAdminPassword, postgresPassword } = context.secrets;
  const adminUrl = `postgres://postgres:${postgresAdminPassword}@127.0.0.1:${port}/postgres`;
  const supervised = await supervisePart(context, {
    name: 'postgres',
    launch: await chooseServer(context, port, log),
    log,
    answers: () => databaseAnswers(adminUrl, `${context.dataDir}/secrets.json`),
    readyTimeoutMs,
    // The processes of a killed postmaster may hold its shared memory for a moment.
    firstStarts: 4,
    stopSignals: [
      { signal: 'SIGINT', waitMs: 10_000 },
      { signal: 'SIGQUIT', waitMs: 5000 },
    ],
  });
  try {
    await prepareDatabase(adminUrl, postgresPassword);
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { url: `postgres://livechat:${postgresPassword}@127.0.0.1:${port}/livechat`, ...supervised };
}

async function givenServer(url: string, context: PartContext): Promise<Part> {
  await waitUntil('The database of DATABASE_URL', () => databaseAnswers(url, 'the setting DATABASE_URL'), {
    timeoutMs: 10_000,
    everyMs: 100,
    signal: context.signal,
  });
  if (!context.throwAway) return givenPart(url);
  const database = await createThrowAwayDatabase(url);
  return { url: database.url, pid: () => undefined, stop: database.drop };
}

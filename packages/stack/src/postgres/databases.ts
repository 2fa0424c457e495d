import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { stackError } from '../stack-error.ts';

const connectLimitMs = 5000;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectLimitMs,
    query_timeout: 30_000,
  });
  // Without a listener a connection that breaks off would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Refused passwords are final; any other error may pass while a server starts. */
export async function databaseAnswers(url: string, passwordFrom: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw stackError(`it refuses the password in ${passwordFrom}`, error);
    }
    throw error;
  }
}

/** The role `livechat` with this password, owner of the database `livechat`, and no way from one to another's. */
export async function prepareDatabase(adminUrl: string, password: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const secret = client.escapeLiteral(password);
    const roles = await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'livechat'");
    if (roles.rowCount === 0) await client.query(`CREATE ROLE livechat LOGIN PASSWORD ${secret}`);
    const databases = await client.query("SELECT 1 FROM pg_database WHERE datname = 'livechat'");
    if (databases.rowCount === 0) await client.query('CREATE DATABASE livechat OWNER livechat');
    // Every role may enter every database unless this is taken back.
    await client.query('REVOKE ALL ON DATABASE livechat, postgres, template1 FROM PUBLIC');
  });
}

/** A database of its own in a server that others use too. Returns its address and what drops it. */
export async function createThrowAwayDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `livechat_test_${randomBytes(6).toString('hex')}`;
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

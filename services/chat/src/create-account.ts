import { parseArgs } from 'node:util';
import { roles } from '@livechat/contracts/actor';
import { SafeText } from '@livechat/contracts/fields';
import { readSettings } from '@livechat/service/settings';
import { hash } from '@node-rs/argon2';
import { sql } from 'kysely';
import { z } from 'zod';
import { DatabaseSettings, NameSettings, statementTimeoutMs } from './config.ts';
import { openDatabase } from './db/database.ts';
import { peopleOf } from './db/people.ts';
import { cleanName } from './names/clean-name.ts';
import { createJudgeName } from './names/judge-name.ts';

// Makes a built-in account. The password comes in the environment: arguments can be read by everybody on a machine.
const usage = 'create-account --role user|admin --username NAME [--display-name NAME] [--if-absent]';

const Arguments = z.object({
  role: z.enum(roles),
  username: SafeText.min(1).max(64),
  'display-name': SafeText.min(1).max(128).optional(),
  'if-absent': z.boolean().default(false),
});

const settings = readSettings(
  'create-account',
  DatabaseSettings.extend({ ...NameSettings.shape, ACCOUNT_PASSWORD: z.string().min(1).max(1024) }),
);

const db = openDatabase({
  url: settings.DATABASE_URL,
  maxConnections: 1,
  statementTimeoutMs,
  onConnectionError: (err) => process.stderr.write(`${err.message}\n`),
});

try {
  const { role, username, ...rest } = readArguments();
  const table = peopleOf(role);
  const there = await db
    .selectFrom(table)
    .select('id')
    .where('password_hash', 'is not', null)
    .where(sql<boolean>`lower(username) = lower(${username})`)
    .executeTakeFirst();
  if (there && !rest['if-absent']) throw new Error(`there is already an account named ${username}`);
  if (!there) {
    const displayName = cleanName(rest['display-name'] ?? username);
    if (displayName === undefined) throw new Error('there would be nothing to see of this name');
    const fault = role === 'user' ? await createJudgeName(db, settings.CHAT_RESERVED_NAMES)(displayName) : undefined;
    if (fault) throw new Error(`a customer cannot be called ${displayName}: the name ${fault}`);
    const { id } = await db
      .insertInto(table)
      .values({
        // Apart from the host application's subjects, so that neither can sign in as the other.
        subject: `account:${username.toLowerCase()}`,
        username,
        display_name: displayName,
        password_hash: await hash(settings.ACCOUNT_PASSWORD),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    process.stdout.write(`created ${role} ${username} with id ${id}\n`);
  }
} catch (err) {
  process.stderr.write(`${err instanceof Error ? err.message : err}\n`);
  process.exitCode = 1;
} finally {
  await db.destroy();
}

function readArguments(): z.output<typeof Arguments> {
  try {
    const { values } = parseArgs({
      options: {
        role: { type: 'string' },
        username: { type: 'string' },
        'display-name': { type: 'string' },
        'if-absent': { type: 'boolean' },
      },
    });
    return Arguments.parse(values);
  } catch {
    throw new Error(`usage: ${usage}`);
  }
}

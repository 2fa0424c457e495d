import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allSignInNames, type SignInName } from '@livechat/contracts/permissions';
import { z } from 'zod';
import { stackError } from './stack-error.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const natsPasswords = z.record(z.enum(allSignInNames), z.string().min(1));

const secretsSchema = z.object({
  postgresAdminPassword: z.string().min(1),
  postgresPassword: z.string().min(1),
  redisPassword: z.string().min(1),
  jwtSecret: z.string().min(32),
  natsPasswords,
});

export type Secrets = z.infer<typeof secretsSchema>;

const randomText = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Made once and kept in the data directory, since Postgres' data and the tokens that people hold depend on them. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const text = readIfThere(path);
  if (text === undefined) {
    const secrets: Secrets = {
      postgresAdminPassword: randomText(24),
      postgresPassword: randomText(24),
      redisPassword: randomText(24),
      jwtSecret: randomText(48),
      natsPasswords: newNatsPasswords(),
    };
    write(path, secrets);
    return secrets;
  }
  try {
    const kept: unknown = JSON.parse(text);
    const complete = secretsSchema.safeParse(kept);
    if (complete.success) return complete.data;
    // From before NATS had these users; no data depends on their passwords.
    const secrets = { ...secretsSchema.omit({ natsPasswords: true }).parse(kept), natsPasswords: newNatsPasswords() };
    write(path, secrets);
    return secrets;
  } catch (error) {
    throw stackError(`${path} is not readable as the secrets that were made here.`, error);
  }
}

function newNatsPasswords(): Secrets['natsPasswords'] {
  // A letter first: some NATS clients take what follows a colon and a digit in an address for its port.
  const entries = allSignInNames.map((name): [SignInName, string] => [name, `p${randomText(24)}`]);
  return natsPasswords.parse(Object.fromEntries(entries));
}

function write(path: string, secrets: Secrets): void {
  writeFileAtomically(path, `${JSON.stringify(secrets, undefined, 2)}\n`, 0o600);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw stackError(`${path} cannot be read.`, error);
  }
}

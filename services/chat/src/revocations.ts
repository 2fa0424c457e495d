import type { Bus } from '@livechat/bus/connect';
import { type Revocation, sessionRevoked } from '@livechat/contracts/identity/sessions';
import type { Database, DatabaseTransaction } from './db/database.ts';

/** No access token of ours lives longer; a family's own end comes with its last refresh token. */
const familyMs = 24 * 3600 * 1000;
const forgetAtOnce = 100;

export const tokenRevocation = (hash: string, expiresAt: Date): Revocation => ({
  key: `token:${hash}`,
  expiresAt: expiresAt.toISOString(),
});

export const familyRevocation = (family: string, now: Date): Revocation => ({
  key: `family:${family}`,
  expiresAt: new Date(now.getTime() + familyMs).toISOString(),
});

export async function storeRevocations(tx: DatabaseTransaction, revocations: readonly Revocation[]): Promise<void> {
  const rows = revocations.map(({ key, expiresAt }) => ({ key, expires_at: new Date(expiresAt) }));
  await tx
    .insertInto('auth_revocations')
    .values(rows)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const ended = tx
    .selectFrom('auth_revocations')
    .select('key')
    .where('expires_at', '<', new Date())
    .limit(forgetAtOnce);
  await tx.deleteFrom('auth_revocations').where('key', 'in', ended).execute();
}

/** After the commit: whoever is listening acts at once, and who was cut off asks for the list. */
export function tellRevocations(bus: Pick<Bus, 'publishSignal'>, revocations: Revocation[]): void {
  if (revocations.length > 0) bus.publishSignal(sessionRevoked, undefined, { revocations });
}

export async function readRevocations(db: Database, now: Date): Promise<Revocation[]> {
  const rows = await db.selectFrom('auth_revocations').selectAll().where('expires_at', '>', now).execute();
  return rows.map(({ key, expires_at }) => ({ key, expiresAt: expires_at.toISOString() }));
}

import type { Handler } from '@livechat/bus/serve';
import type { listRevocations as contract } from '@livechat/contracts/identity/sessions';
import type { Context } from '../context.ts';
import { readRevocations } from '../revocations.ts';

export function listRevocations({ db }: Context): Handler<typeof contract> {
  return async () => ({ revocations: await readRevocations(db, new Date()) });
}

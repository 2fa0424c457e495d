import type { Handler } from '@livechat/bus/serve';
import type { Role } from '@livechat/contracts/actor';
import type { resolvePrincipal as contract, TokenClaims } from '@livechat/contracts/identity/resolve-principal';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { peopleOf, toPrincipal } from '../db/people.ts';
import { cleanName } from '../names/clean-name.ts';
import { neutralName } from '../names/judge-name.ts';

/**
 * A host application's token says its bearer's names anew each time; a built-in account keeps its own. Shown is the cleaned
 * display name, or the username when that leaves nothing. A customer whose name reads like that of staff is let in under a
 * neutral one: who needs help gets it.
 */
export function resolvePrincipal({ db, log, judgeName, metrics }: Context): Handler<typeof contract> {
  return async (claims, { requestId }) => {
    const { role, subject, username } = claims;
    const known = await findPerson(db, claims);
    if (known && known.password_hash !== null) return { principal: toPrincipal(role, known) };
    const asked = cleanName(claims.displayName ?? nameBefore(role, known) ?? username);
    const shown = asked ?? cleanName(username) ?? nameless[role];
    const fault = role === 'user' ? await judgeName(shown) : undefined;
    const displayName = fault ? neutralName : shown;
    if (known && known.username === username && known.display_name === displayName) {
      return { principal: { id: known.id, role, subject, username, displayName } };
    }
    const { id } = await db
      .insertInto(peopleOf(role))
      .values({ subject, username, display_name: displayName })
      .onConflict((conflict) =>
        conflict.column('subject').doUpdateSet({ username, display_name: displayName, updated_at: new Date() }),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    if (fault) {
      metrics.nameReplaced(fault);
      log.warn({ requestId, role, id, reason: fault }, 'the name of a customer is not shown');
    }
    if (!known) log.info({ requestId, role, id }, 'somebody came for the first time');
    return { principal: { id, role, subject, username, displayName } };
  };
}

/** Whose username, too, would show nothing. */
const nameless = { user: neutralName, admin: 'Staff' } as const satisfies Record<Role, string>;

function findPerson(db: Database, { role, subject }: TokenClaims) {
  return db.selectFrom(peopleOf(role)).selectAll().where('subject', '=', subject).executeTakeFirst();
}

/** The neutral name is nobody's: who had it and brings no name is called by their username, if that is not refused. */
function nameBefore(role: Role, known: { display_name: string } | undefined): string | undefined {
  return role === 'user' && known?.display_name === neutralName ? undefined : known?.display_name;
}

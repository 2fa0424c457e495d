import type { Principal, Role } from '@livechat/contracts/actor';
import type { Selectable } from 'kysely';
import type { PeopleTable } from './tables.ts';

export function peopleOf(role: Role): 'users' | 'admins' {
  return role === 'admin' ? 'admins' : 'users';
}

export function toPrincipal(role: Role, person: Selectable<PeopleTable>): Principal {
  const { id, subject, username, display_name: displayName } = person;
  return { id, role, subject, username, displayName };
}

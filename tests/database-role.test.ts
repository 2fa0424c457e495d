import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { query } from './setup/database.ts';

// A server from outside has roles of its own.
const ours = test.skipIf(process.env.DATABASE_URL);

ours('chat’s role has its own database and no other right', async () => {
  const [role] = await query(
    `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
       (select count(*) from pg_auth_members where member = pg_roles.oid) as memberships,
       (select array_agg(datname::text) from pg_database where datdba = pg_roles.oid) as databases
     from pg_roles where rolname = current_user`,
  );
  expect(role).toEqual({
    rolsuper: false,
    rolcreatedb: false,
    rolcreaterole: false,
    rolreplication: false,
    rolbypassrls: false,
    memberships: 0,
    databases: ['livechat'],
  });
  await expect(query('select rolpassword from pg_authid')).rejects.toThrow('permission denied');
});

ours('chat’s role cannot enter another database, and no other role can enter chat’s', async () => {
  for (const name of ['postgres', 'template1']) {
    const elsewhere = new URL(inject('system').databaseUrl);
    elsewhere.pathname = `/${name}`;
    const client = new pg.Client(elsewhere.href);
    await expect(client.connect().then(() => client.end())).rejects.toThrow(`permission denied for database "${name}"`);
  }
  const [granted] = await query(
    `select count(*) as others from pg_database, aclexplode(datacl)
     where datname = current_database() and grantee <> current_user::regrole`,
  );
  expect(granted).toEqual({ others: 0 });
});

import { join } from 'node:path';
import { type BusUser, busUsers, inboxPrefix, permissionsOf } from '../permissions.ts';

export interface PermissionFile {
  path: string;
  text: string;
}

/** The environment variable of nats-server with this user's password. */
export function passwordVariable(user: BusUser): string {
  return `LIVECHAT_NATS_PASSWORD_${user.toUpperCase()}`;
}

/** What `npm run permissions` writes: for nats-server itself, and as plain data for whatever sets up NATS otherwise. */
export function permissionFiles(): PermissionFile[] {
  const folder = join(import.meta.dirname, '../../../../deploy/nats');
  return [
    { path: join(folder, 'permissions.conf'), text: serverConfiguration() },
    { path: join(folder, 'permissions.json'), text: `${JSON.stringify(plainData(), null, 2)}\n` },
  ];
}

function plainData(): object {
  const users = busUsers.map((user) => {
    const { publish, subscribe } = permissionsOf(user);
    return [user, { passwordVariable: passwordVariable(user), inboxPrefix: inboxPrefix(user), publish, subscribe }];
  });
  return Object.fromEntries(users);
}

function serverConfiguration(): string {
  return `# Written by \`npm run permissions\` from packages/contracts/src/permissions.ts.
# The passwords come from the environment of nats-server, plain or as bcrypt hashes, in quotes.

authorization {
  # Seconds to say who one is. The default of 2 is little for a process that starts on a busy machine.
  timeout: 10
  users: [
${busUsers.map(userConfiguration).join('\n')}
  ]
}
`;
}

function userConfiguration(user: BusUser): string {
  const { publish, subscribe } = permissionsOf(user);
  const list = (subjects: readonly string[]) => subjects.map((subject) => `          "${subject}"`).join('\n');
  return `    {
      user: ${user}
      password: $${passwordVariable(user)}
      permissions: {
        publish: [
${list(publish)}
        ]
        subscribe: [
${list(subscribe)}
        ]
      }
    }`;
}

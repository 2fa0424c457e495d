import { join } from 'node:path';
import {
  allSignInNames,
  type BusUser,
  busUsers,
  inboxPrefix,
  permissionsOf,
  type SignInName,
  signInNames,
} from '../permissions.ts';

export interface PermissionFile {
  path: string;
  text: string;
}

/** The environment variable of nats-server with the password for this name. */
export function passwordVariable(name: SignInName): string {
  return `LIVECHAT_NATS_PASSWORD_${name.replace('-', '_').toUpperCase()}`;
}

/** What `npm run permissions` writes: for nats-server itself, for the chart of NATS, and as plain data for other set-ups. */
export function permissionFiles(): PermissionFile[] {
  const folder = join(import.meta.dirname, '../../../../deploy/nats');
  return [
    { path: join(folder, 'permissions.conf'), text: serverConfiguration() },
    { path: join(folder, 'permissions.json'), text: `${JSON.stringify(plainData(), null, 2)}\n` },
    { path: join(folder, 'helm-permissions.yaml'), text: chartValues() },
  ];
}

function plainData(): object {
  const users = busUsers.map((user) => {
    const { publish, subscribe } = permissionsOf(user);
    const passwordVariables = Object.fromEntries(signInNames[user].map((name) => [name, passwordVariable(name)]));
    return [user, { passwordVariables, inboxPrefix: inboxPrefix(user), publish, subscribe }];
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
${busUsers.flatMap((user) => signInNames[user].map((name) => userConfiguration(user, name))).join('\n')}
  ]
}
`;
}

function userConfiguration(user: BusUser, name: SignInName): string {
  const { publish, subscribe } = permissionsOf(user);
  const list = (subjects: readonly string[]) => subjects.map((subject) => `          "${subject}"`).join('\n');
  return `    {
      user: ${name}
      password: $${passwordVariable(name)}
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

/** The chart writes what stands in `<< >>` without quotes, so that it is a variable to nats-server. */
function chartValues(): string {
  const list = (subjects: readonly string[]) => subjects.map((subject) => `              - "${subject}"`).join('\n');
  const users = busUsers.flatMap((user) => {
    const { publish, subscribe } = permissionsOf(user);
    const entry = (name: SignInName) => `        - user: ${name}
          password: << $${passwordVariable(name)} >>
          permissions:
            publish:
${list(publish)}
            subscribe:
${list(subscribe)}`;
    return signInNames[user].map(entry);
  });
  const variables = allSignInNames.map(
    (name) => `    ${passwordVariable(name)}:
      valueFrom:
        secretKeyRef:
          name: livechat-nats
          key: ${name}`,
  );
  return `# Written by \`npm run permissions\` from packages/contracts/src/permissions.ts: values for the chart of NATS, beside
# helm-values.yaml. The passwords come from the Secret livechat-nats.
config:
  merge:
    authorization:
      timeout: 10
      users:
${users.join('\n')}
container:
  env:
${variables.join('\n')}
`;
}

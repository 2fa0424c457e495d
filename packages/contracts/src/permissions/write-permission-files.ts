import { writeFileSync } from 'node:fs';
import { permissionFiles } from './permission-files.ts';

// `npm run permissions`: writes what the contracts say into deploy/nats.
for (const { path, text } of permissionFiles()) writeFileSync(path, text);

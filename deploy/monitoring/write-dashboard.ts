import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboard } from './dashboard.ts';

writeFileSync(join(import.meta.dirname, 'dashboard.json'), JSON.stringify(dashboard()));

import { writeFileSync } from 'node:fs';
import { chartFiles } from './chart-files.ts';

// `npm run charts`
for (const { path, content } of chartFiles()) writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);

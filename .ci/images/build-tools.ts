import { buildTool, tools } from './tools.ts';

// Builds what the images need that is in Go, one after the other, and says where it is: `name path`.
for (const name of Object.keys(tools) as (keyof typeof tools)[]) console.log(`${name} ${await buildTool(name)}`);

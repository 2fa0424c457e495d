import type { Job, Sent, Typed } from './jobs.ts';
import { sendClosed, sendOpen } from './send.ts';
import { type } from './type.ts';

// A process of its own, so that the load has its own event loop: does what it is told and ends.
process.once('message', async (job: Job) => {
  const result = await run(job);
  process.send?.(result, () => process.exit());
});
process.once('disconnect', () => process.exit());

function run(job: Job): Promise<Sent | Typed> {
  if (job.kind === 'closed') return sendClosed(job.senders, job.concurrency, job.durationMs);
  if (job.kind === 'open') return sendOpen(job.senders, job.perSecond, job.durationMs);
  return type(job.gateway, job.writers, job.watcher, job.perSecond, job.durationMs);
}

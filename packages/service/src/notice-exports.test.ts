import { ExportResultCode } from '@opentelemetry/core';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { noticeExports } from './notice-exports.ts';

test('a collector that is away is told of once, and once when it is back', async () => {
  const said: string[] = [];
  const log = createLogger('chat', 'chat-1', 'info', () => undefined, {
    write: (line) => void said.push(JSON.parse(line).msg),
  });
  let code = ExportResultCode.SUCCESS;
  const exporter = noticeExports({ export: (_spans, done) => done({ code }), shutdown: async () => {} }, log);
  const { SUCCESS, FAILED } = ExportResultCode;
  const results: number[] = [];
  for (code of [SUCCESS, FAILED, FAILED, SUCCESS, SUCCESS, FAILED]) {
    exporter.export([], (result) => results.push(result.code));
  }
  expect(results).toEqual([SUCCESS, FAILED, FAILED, SUCCESS, SUCCESS, FAILED]);
  const lost = 'traces are lost: the collector does not take them';
  expect(said).toEqual([lost, 'the collector takes traces again', lost]);
});

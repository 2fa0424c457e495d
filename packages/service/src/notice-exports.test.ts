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
  for (code of [SUCCESS, FAILED, FAILED, SUCCESS, SUCCESS]) {
    exporter.export([], (result) => said.push(result.code === SUCCESS ? 'taken' : 'dropped'));
  }
  const lost = 'traces are lost: the collector does not take them';
  const back = 'the collector takes traces again';
  expect(said).toEqual(['taken', lost, 'dropped', 'dropped', back, 'taken', 'taken']);
});

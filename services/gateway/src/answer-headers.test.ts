import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import cors from 'cors';
import express from 'express';
import helmet from 'helmet';
import { expect, onTestFinished, test } from 'vitest';
import { createAnswerHeaders } from './answer-headers.ts';

const options: cors.CorsOptions = {
  origin: ['https://a.example', 'https://b.example'],
  exposedHeaders: ['Retry-After'],
};

test.each([undefined, 'https://a.example', 'https://b.example', 'https://evil.example', 'null'])(
  'an answer to origin %s has what helmet and cors themselves would set',
  async (origin) => {
    const app = express();
    app.disable('x-powered-by');
    app.use(helmet(), cors(options), (_request, response) => void response.end());
    const server = app.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { headers } = await fetch(`http://127.0.0.1:${port}`, origin === undefined ? {} : { headers: { origin } });
    const ofTransport = ['date', 'connection', 'keep-alive', 'content-length'];
    const theirs = [...headers].filter(([name]) => !ofTransport.includes(name));
    const ours = createAnswerHeaders(options)({ headers: { origin } } as IncomingMessage);
    const { 'Cache-Control': _ours, ...same } = ours;
    const lower = Object.entries(same).map(([name, value]) => [name.toLowerCase(), value]);
    expect(Object.fromEntries(lower)).toEqual(Object.fromEntries(theirs));
  },
);

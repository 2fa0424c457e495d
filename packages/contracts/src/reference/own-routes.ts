import { z } from 'zod';
import { Principal } from '../actor.ts';
import type { RestBinding, UniversalError } from '../contract.ts';
import type { ErrorCode } from '../errors.ts';
import { closeSession, openSession, refreshSession } from '../identity/sessions.ts';
import type { RateLimitName } from '../rate-limits.ts';

/** A route of the gateway that is no contract's: written by hand there, described here. */
export interface OwnRoute {
  name: string;
  method: RestBinding['method'];
  path: string;
  summary: string;
  tag: 'Signing in' | 'Settings' | 'Health' | 'Reference';
  /** Only with a token, whatever the role. */
  needsToken: boolean;
  refusesBlocked?: boolean;
  input?: z.ZodObject;
  answers: { status: number; description: string; output?: z.ZodType; mediaType?: string }[];
  errors: readonly ErrorCode[];
  rateLimit?: RateLimitName;
}

const Count = z.int().nonnegative();

export const Session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().positive(),
  principal: Principal,
});

/** `conversations`: how many more the caller could open now, by the limits of open ones and of new ones. */
export const Standing = z.object({
  principal: Principal,
  remaining: z.object({ conversations: Count, messages: Count.nullable() }),
  support: z.object({ online: z.boolean() }),
});

/** What an installation says of itself to its apps, before anybody has signed in. */
export const ClientSettings = z.object({
  company: z.object({ name: z.string(), accentColor: z.string().nullable() }),
  limits: z.object({ messageMaxLength: z.int().positive(), editWindowMinutes: z.number().positive() }),
  /** Gateways before this one do not say so, and let nobody. */
  embedOrigins: z.array(z.string()).default([]),
});

const universal: readonly UniversalError[] = ['VALIDATION_FAILED', 'UNAVAILABLE', 'INTERNAL'];

const unchanged = { status: 304, description: 'As it was under the `ETag` in If-None-Match.' };

export const ownRoutes: readonly OwnRoute[] = [
  {
    name: 'login',
    method: 'POST',
    path: '/api/auth/login',
    summary: openSession.summary,
    tag: 'Signing in',
    needsToken: false,
    input: openSession.input,
    answers: [{ status: 200, description: 'Signed in. `expiresIn` is in seconds.', output: Session }],
    errors: [...universal, ...openSession.errors, 'NOT_FOUND', 'RATE_LIMITED'],
    rateLimit: 'login',
  },
  {
    name: 'refresh',
    method: 'POST',
    path: '/api/auth/refresh',
    summary: refreshSession.summary,
    tag: 'Signing in',
    needsToken: false,
    input: refreshSession.input,
    answers: [{ status: 200, description: 'The next pair of tokens.', output: Session }],
    errors: [...universal, ...refreshSession.errors, 'NOT_FOUND'],
  },
  {
    name: 'logout',
    method: 'POST',
    path: '/api/auth/logout',
    summary: closeSession.summary,
    tag: 'Signing in',
    needsToken: true,
    input: closeSession.input.pick({ refreshToken: true }),
    answers: [{ status: 204, description: 'Signed out.' }],
    errors: [...universal, ...closeSession.errors],
  },
  {
    name: 'me',
    method: 'GET',
    path: '/api/auth/me',
    summary: 'Who the token belongs to',
    tag: 'Signing in',
    needsToken: true,
    refusesBlocked: true,
    answers: [{ status: 200, description: 'The caller.', output: z.object({ principal: Principal }) }],
    errors: universal,
  },
  {
    name: 'standing',
    method: 'GET',
    path: '/api/chat/me',
    summary: 'The caller, what their limits still allow, and whether support is there',
    tag: 'Signing in',
    needsToken: true,
    refusesBlocked: true,
    answers: [
      { status: 200, description: 'What they may still do. `messages` is null without a limit.', output: Standing },
    ],
    errors: universal,
  },
  {
    name: 'clientSettings',
    method: 'GET',
    path: '/api/client-settings',
    summary: "The company's name and colour, and the limits that apps show",
    tag: 'Settings',
    needsToken: false,
    answers: [
      {
        status: 200,
        description:
          'The same for everybody. `accentColor` is `#rrggbb`, null where the company has set none. `embedOrigins` are the pages that may show the app in a frame.',
        output: ClientSettings,
      },
      unchanged,
    ],
    errors: [],
  },
  {
    name: 'livez',
    method: 'GET',
    path: '/livez',
    summary: 'Whether the process answers',
    tag: 'Health',
    needsToken: false,
    answers: [{ status: 200, description: 'It does.', output: z.object({ status: z.literal('alive') }) }],
    errors: [],
  },
  {
    name: 'readyz',
    method: 'GET',
    path: '/readyz',
    summary: 'Whether this instance can do its work',
    tag: 'Health',
    needsToken: false,
    answers: [
      { status: 200, description: 'It can.', output: z.object({ status: z.literal('ready') }) },
      { status: 503, description: 'Not at the moment.', output: z.object({ status: z.literal('not ready') }) },
    ],
    errors: [],
  },
  ...(['/openapi.json', '/asyncapi.json'] as const).map(
    (path): OwnRoute => ({
      name: path === '/openapi.json' ? 'openApi' : 'asyncApi',
      method: 'GET',
      path,
      summary:
        path === '/openapi.json' ? 'These calls, as OpenAPI 3.1' : 'Socket events and NATS subjects, as AsyncAPI 3.0',
      tag: 'Reference',
      needsToken: false,
      answers: [{ status: 200, description: 'The document.', output: z.looseObject({}) }, unchanged],
      errors: [],
    }),
  ),
  {
    name: 'docs',
    method: 'GET',
    path: '/docs',
    summary: 'Both documents as a page to read',
    tag: 'Reference',
    needsToken: false,
    answers: [{ status: 200, description: 'The page.', output: z.string(), mediaType: 'text/html' }, unchanged],
    errors: [],
  },
  {
    name: 'docsStyle',
    method: 'GET',
    path: '/docs/style.css',
    summary: 'How the page looks',
    tag: 'Reference',
    needsToken: false,
    answers: [{ status: 200, description: 'The stylesheet.', output: z.string(), mediaType: 'text/css' }, unchanged],
    errors: [],
  },
];

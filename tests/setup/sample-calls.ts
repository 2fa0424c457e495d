import { randomUUID } from 'node:crypto';
import type { OpenApiDocument } from '@livechat/contracts/reference/openapi-types';
import { openApi } from './reference.ts';

/** What a call can be about. */
export interface Things {
  conversationId: number;
  messageId: number;
  userId: number;
}

export interface SampleCall {
  /** As in the reference: `GET /path/{id}`. */
  name: string;
  method: string;
  path: string;
  template: string;
  /** Undefined for a call that takes none. */
  body: object | undefined;
  role: 'user' | 'admin' | 'any' | 'nobody';
  declared: string[];
}

/** Bodies that fit, by `operationId`. */
const bodies: Record<string, () => object> = {
  login: () => ({ username: 'demo', password: 'demo' }),
  refresh: () => ({ refreshToken: 'one that nobody has' }),
  logout: () => ({}),
  createConversation: () => ({ subject: 'Hello', message: 'Is anybody there?', clientMessageId: randomUUID() }),
  sendMessage: () => ({ message: 'Hello' }),
  sendMessageAsStaff: () => ({ message: 'Hello' }),
  markMessagesRead: () => ({}),
  markMessagesReadAsStaff: () => ({}),
  editMessage: () => ({ message: 'Hello again' }),
  editMessageAsStaff: () => ({ message: 'Hello again' }),
  judgeMessage: () => ({ verdict: 'allow' }),
  closeConversation: () => ({ status: 'closed' }),
  updateConversation: () => ({ priority: 'high' }),
  assignConversation: () => ({ adminId: null }),
  blockUser: () => ({ reason: 'for a test', until: new Date(Date.now() + 60_000).toISOString() }),
  unblockUser: () => ({}),
};

/** A call that fits for everything in the reference below /api. */
export function sampleCalls({ conversationId, messageId, userId }: Things): SampleCall[] {
  const paths: OpenApiDocument['paths'] = openApi.paths;
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const [requirement] = operation.security;
        const [scope] = requirement?.bearer ?? [];
        const body = bodies[operation.operationId]?.();
        if (operation.requestBody && !body) throw new Error(`there is no sample body for ${operation.operationId}`);
        return {
          name: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          template: path,
          path: path
            .replace('{conversationId}', String(conversationId))
            .replace('{messageId}', String(messageId))
            .replace('{userId}', String(userId)),
          body,
          role: requirement ? ((scope ?? 'any') as SampleCall['role']) : 'nobody',
          declared: Object.entries(operation.responses).flatMap(([status, { content }]) => {
            const problem = content?.['application/problem+json']?.schema.allOf?.[1]?.properties?.code?.enum;
            return problem ? problem.map((code) => `${status} ${code}`) : [status];
          }),
        };
      }),
    );
}

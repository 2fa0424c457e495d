import { Principal } from '@livechat/contracts/actor';
import { Standing } from '@livechat/contracts/reference/own-routes';
import { z } from 'zod';
import type { CallAnswer, CallOptions } from './answer.ts';
import { type Authorised, fitting } from './calls.ts';
import type { OnFault } from './fault.ts';

/** The calls that are no contract's. */
export interface OwnCalls {
  me(options?: CallOptions): Promise<CallAnswer<{ principal: Principal }>>;
  /** The caller, what their limits still allow, and whether support is there. */
  standing(options?: CallOptions): Promise<CallAnswer<z.output<typeof Standing>>>;
}

export function createOwnCalls(ask: Authorised, onFault: OnFault): OwnCalls {
  const get = <Schema extends z.ZodType>(path: string, schema: Schema, options?: CallOptions) =>
    fitting(path, schema, ask({ method: 'GET', path }, options), onFault);
  return {
    me: (options) => get('/api/auth/me', z.object({ principal: Principal }), options),
    standing: (options) => get('/api/chat/me', Standing, options),
  };
}

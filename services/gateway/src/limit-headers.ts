import type { Taken } from '@livechat/edge/rate-limit';
import type { Response } from 'express';

/** What is left of a limit (IETF draft "RateLimit header fields for HTTP"). Times are in seconds. */
export function setLimitHeaders(response: Response, { name, limit, windowMs, remaining, resetMs }: Taken): void {
  response.locals.limitHeaders = {
    'RateLimit-Policy': `"${name}";q=${limit};w=${windowMs / 1000}`,
    RateLimit: `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
  };
}

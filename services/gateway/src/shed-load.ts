import { isFailure } from '@livechat/contracts/errors';
import type { Overload } from '@livechat/edge/overload';
import type { RequestHandler } from 'express';
import { sendFailure } from './error-response.ts';

/** Refuses before token, body and limits are looked at: what is refused must cost next to nothing. */
export function shedLoad(overload: Pick<Overload, 'enter'>): RequestHandler {
  return (_request, response, next) => {
    const entered = overload.enter('request');
    if (isFailure(entered)) return sendFailure(response, entered);
    response.once('close', entered);
    next();
  };
}

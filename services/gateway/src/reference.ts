import { asyncApiDocument } from '@livechat/contracts/asyncapi';
import { openApiDocument } from '@livechat/contracts/openapi';
import { Router } from 'express';
import { referencePage } from './reference/page.ts';
import { referenceStyle } from './reference/style.ts';
import { unchanging } from './unchanging.ts';

/** What the contracts say, for programs and for people; built once, when the gateway starts. */
export function referenceRoutes(): Router {
  const openApi = openApiDocument();
  const asyncApi = asyncApiDocument();
  const router = Router();
  router.get('/openapi.json', unchanging('application/json', JSON.stringify(openApi)));
  router.get('/asyncapi.json', unchanging('application/json', JSON.stringify(asyncApi)));
  router.get('/docs', unchanging('text/html', referencePage(openApi, asyncApi)));
  router.get('/docs/style.css', unchanging('text/css', referenceStyle));
  return router;
}

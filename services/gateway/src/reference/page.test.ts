import { asyncApiDocument } from '@livechat/contracts/asyncapi';
import { openApiDocument } from '@livechat/contracts/openapi';
import { expect, test } from 'vitest';
import { referencePage } from './page.ts';

const [openApi, asyncApi] = [openApiDocument(), asyncApiDocument()];
const page = referencePage(openApi, asyncApi);
const idsOnPage = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

test('every call, event, subject and shape of the documents is on the page', () => {
  for (const methods of Object.values(openApi.paths)) {
    for (const { operationId } of Object.values(methods)) expect(idsOnPage).toContain(operationId);
  }
  for (const [name, { tags }] of Object.entries(asyncApi.operations)) {
    const isSocketEvent = tags.some((tag) => tag.name.startsWith('to '));
    expect(idsOnPage).toContain(isSocketEvent ? `event-${name}` : `bus-${name}`);
  }
  for (const name of Object.keys(openApi.components.schemas)) expect(idsOnPage).toContain(`schema-${name}`);
});

test('every id is there once and every link within the page leads to one', () => {
  expect(new Set(idsOnPage).size).toBe(idsOnPage.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(idsOnPage).toContain(target);
});

test('the page needs no script, no inline style and no other host', () => {
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|https?:\/\//i);
});

test('a call shows where its fields go, their types, limits and errors', () => {
  const card = page.slice(page.indexOf('<article id="listConversations">'));
  const text = card
    .slice(0, card.indexOf('</article>'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  expect(text).toContain('GET /api/chat/conversations customer');
  expect(text).toContain('limit query PageLimit 1 to 100 · default 50');
  expect(text).toContain('status query ConversationStatus &quot;open&quot; | &quot;closed&quot; | &quot;pending&quot;');
  expect(text).toContain('403 BLOCKED');
});

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, type Response, Router } from 'express';
import expressStaticGzip from 'express-static-gzip';

const placeholder = '__CSP_NONCE__';
const yearSeconds = 365 * 24 * 60 * 60;
/** What other pages load has no hash in its name: they follow a new version within minutes. */
const widgetSeconds = 5 * 60;

/** No inline script at all; the styles that the app makes while it runs carry the nonce of this answer. */
const policy = (nonce: string, embedOrigins: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${embedOrigins.join(' ') || "'none'"}`,
  ].join('; ');

/**
 * The built files of an app under `/name/`, and its page for every address below that is no file: the app itself knows
 * what to show there. Files with a hash in their name never change. Nothing is served when `folder` holds no app. An app
 * that pages of `embedOrigins` may frame has a widget for them, which any page may load.
 */
export function serveApp(name: string, folder: string | undefined, embedOrigins?: readonly string[]): Router {
  const router = Router();
  const page = folder === undefined ? undefined : readPage(folder);
  if (folder === undefined || page === undefined) return router;

  const sendPage = (response: Response) => {
    const nonce = randomBytes(16).toString('base64');
    response.set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy(nonce, embedOrigins ?? []) });
    response.type('html').send(page.replaceAll(placeholder, nonce));
  };
  if (embedOrigins?.length) {
    router.use(`/${name}`, (_request, response, next) => {
      // It knows no list, and would say no where the policy says who may.
      response.removeHeader('X-Frame-Options');
      next();
    });
  }
  // Its own name too: as a file it would go out without a nonce.
  router.get(`/${name}/index.html`, (_request, response) => sendPage(response));
  router.get(`/${name}`, (request, response, next) => {
    if (request.path.endsWith('/')) next();
    else response.redirect(308, `/${name}/`);
  });
  // Source maps are for who has the sources anyway; they would only make the folder larger to look through.
  router.get(`/${name}/{*rest}`, (request, _response, next) => {
    if (request.path.endsWith('.map')) next('router');
    else next();
  });
  router.use(
    `/${name}/assets`,
    // Chooses what was compressed when the app was built; nothing is compressed while people wait.
    expressStaticGzip(join(folder, 'assets'), {
      index: false,
      enableBrotli: true,
      orderPreference: ['br', 'gz'],
      serveStatic: { redirect: false, immutable: true, maxAge: yearSeconds * 1000 },
    }),
  );
  if (embedOrigins) router.get(`/${name}/widget.js`, widgetOf(folder));
  router.use(`/${name}`, express.static(folder, { index: false, redirect: false, dotfiles: 'ignore', maxAge: 0 }));
  router.get(`/${name}/{*rest}`, (request, response, next) => {
    const last = request.path.slice(request.path.lastIndexOf('/'));
    const isFile = last.includes('.') || request.path.startsWith(`/${name}/assets/`);
    if (isFile) next();
    else sendPage(response);
  });
  return router;
}

/** Read once: a deployment with other files is another process. */
function readPage(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}

/** The script that other pages load, which they may whatever their origin is. */
function widgetOf(folder: string): RequestHandler {
  const serveFile = expressStaticGzip(folder, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    serveStatic: { redirect: false, maxAge: widgetSeconds * 1000 },
  });
  return (request, response, next) => {
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    // Below its own folder, where it is looked for.
    request.url = '/widget.js';
    serveFile(request, response, next);
  };
}

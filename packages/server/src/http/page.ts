/**
 * The web page and the offline map's files. Everything that the page loads comes from here, and the content security
 * policy lets it reach nowhere else. The page's style sheets made at run time carry the nonce that stands in the
 * served index.html in place of PLACEHOLDER; a page without the placeholder gets `unsafe-inline` for styles, never for scripts.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import type { Server } from './context.ts'
import { Problem } from './problem.ts'

/** What index.html holds where the nonce goes. */
const PLACEHOLDER = '__CSP_NONCE__'
const YEAR_S = 31_536_000

/** Where the page's files lie; null: there is none, and the rest works without. */
export interface PageOptions {
  readonly pageDir: string | null
  /** Its `*.geojson` files are served under /basemap/. */
  readonly basemapDir: string | null
}

const policy = (style: string): Record<string, string[]> => ({
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", style],
  'img-src': ["'self'", 'data:', 'blob:'],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
})

/** The content security policy as a header's value; `style` is the source that style elements made at run time need. */
const policyText = (style: string): string =>
  Object.entries(policy(style))
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')

/** Security headers on every answer. */
export async function secureHeaders(server: Server): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    // Whoever puts TLS in front sets it there; over plain loopback it means nothing.
    strictTransportSecurity: false,
  })
}

async function indexRoute(server: Server, dir: string): Promise<void> {
  server.get('/', { schema: { hide: true } }, async (_, reply) => {
    const html = await readFile(join(dir, 'index.html'), 'utf8').catch(() => null)
    if (html === null) throw new Problem(503, 'the page is not built; run npm run build')
    const nonce = randomBytes(16).toString('base64')
    const style = html.includes(PLACEHOLDER) ? `'nonce-${nonce}'` : "'unsafe-inline'"
    return reply
      .header('content-security-policy', policyText(style))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(PLACEHOLDER, nonce))
  })
}

/** Serves the page. */
export async function pageRoutes(
  server: Server,
  { pageDir, basemapDir }: PageOptions,
): Promise<void> {
  if (pageDir !== null) {
    await indexRoute(server, pageDir)
    await server.register(files, {
      root: pageDir,
      index: false,
      dotfiles: 'deny',
      cacheControl: false,
      allowedPath: (path) => path !== '/index.html',
      setHeaders: (reply, path) => {
        // The build puts a hash of the content into these names.
        const hashed = path.startsWith(join(pageDir, 'assets'))
        void reply.setHeader(
          'cache-control',
          hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
        )
        // A worker has the policy of its own file.
        void reply.setHeader('content-security-policy', policyText("'unsafe-inline'"))
      },
    })
  }
  if (basemapDir !== null)
    await server.register(files, {
      root: basemapDir,
      prefix: '/basemap/',
      decorateReply: pageDir === null,
      index: false,
      dotfiles: 'deny',
      cacheControl: false,
      allowedPath: (path) => /^\/?(?:basemap\/)?[\w-]+\.geojson$/u.test(path),
      setHeaders: (reply) => void reply.setHeader('cache-control', 'no-cache'),
    })
}

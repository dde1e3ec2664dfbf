import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Where the portal is served. */
export const PORTAL_PATH = '/portal/'

const YEAR_SECONDS = 31_536_000

/**
 * Serves the built pages under `/portal/`, and leads `/` there. What is no file is a page, whose address the program in
 * the browser reads. Where nothing is built, `/` leads to the documents of the API.
 */
export async function servePortal(server: FastifyInstance): Promise<void> {
  const root = builtPages()
  server.get('/', async (_, reply) => reply.redirect(root === undefined ? '/docs' : PORTAL_PATH))
  if (root === undefined) return
  await server.register(fastifyStatic, {
    root,
    prefix: PORTAL_PATH,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Files are named by what they hold; the page that names them is always asked for anew.
      const kept = path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache'
      void reply.header('cache-control', kept)
    },
  })
  server.get('/portal', async (_, reply) => reply.redirect(PORTAL_PATH))
  server.get(`${PORTAL_PATH}*`, async (_, reply) => reply.sendFile('index.html'))
}

/** The folder with the pages: beside this file where the program is built, in `dist` where it runs from its sources. */
function builtPages(): string | undefined {
  const places = ['../web/', '../../dist/web/'].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(`${place}assets`))
}

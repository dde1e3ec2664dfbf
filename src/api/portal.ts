import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { faultBody } from './errors.js'

const PREFIX = '/portal'
const YEAR_SECONDS = 31_536_000
/** Files are named by what they hold, so that one is never another; the page that names them is always asked for anew. */
const KEPT = `public, max-age=${YEAR_SECONDS}, immutable`
const ASKED_ANEW = 'no-cache'

/**
 * Serves the built pages under `/portal/`, and leads `/` there. What is no file is a page, whose address the program in
 * the browser reads. Where nothing is built, `/` leads to the documents of the API.
 * @param root folder with the built pages, or `null` for none; where the build puts them, unless said otherwise
 */
export async function servePortal(server: FastifyInstance, root: string | null = builtPages()): Promise<void> {
  server.get('/', async (_, reply) => reply.redirect(root === null ? '/docs' : `${PREFIX}/`))
  if (root === null) return
  await server.register(
    async (pages) => {
      await pages.register(fastifyStatic, {
        root,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          void reply.header('cache-control', path.includes('/assets/') ? KEPT : ASKED_ANEW)
        },
      })
      pages.setNotFoundHandler((request, reply) => {
        const path = request.url.split('?')[0]!
        const isPage = request.method === 'GET' && !/\.\w+$/.test(path)
        if (isPage) return reply.sendFile('index.html')
        return reply.code(404).send(faultBody(1000, `There is no ${request.method} ${path} in the portal.`))
      })
    },
    { prefix: PREFIX },
  )
}

/** The folder with the pages: beside this file where the program is built, in `dist` where it runs from its sources. */
function builtPages(): string | null {
  const places = ['../web/', '../../dist/web/'].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(`${place}assets`)) ?? null
}

import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Endpoint } from './endpoint.js'
import { openApiDocument } from './openapi.js'

/** Serves the OpenAPI document at `/openapi.json` and a page to browse it at `/docs`. */
export async function serveDocuments(
  server: FastifyInstance,
  endpoints: readonly Endpoint[],
  version: string,
): Promise<void> {
  const document = openApiDocument(endpoints, version)
  await server.register(swagger, { mode: 'static', specification: { document: document as never } })
  await server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
  server.get('/openapi.json', async (_, reply) => reply.send(document))
}

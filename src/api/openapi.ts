import { z } from 'zod'
import { CAPABILITIES } from '../core/access/permission.js'
import type { Endpoint } from './endpoint.js'

type Json = Readonly<Record<string, unknown>>

export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0'
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation extends Json {
  readonly operationId: string
}

/** The OpenAPI 3.1 document of these endpoints: the schemas by which requests are read and answers are checked. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][endpoint.method.toLowerCase()] = operationOf(endpoint)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'prorata',
      version,
      description:
        'Partner billing over HTTP. Paths under /v1 have the shapes of the Partner Center API, so that its clients work by ' +
        'changing base URL and token authority; /v1/platform is for the provider.',
    },
    tags: [...new Set(endpoints.map((endpoint) => endpoint.group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Fault: FAULT, Throttled: THROTTLED },
      responses: {
        Fault: { description: 'Refused, with the code and what to do about it.', content: json(ref('Fault')) },
        Throttled: {
          description: 'Too many requests.',
          headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
          content: json(ref('Throttled')),
        },
      },
    },
  }
}

const FAULT: Json = {
  type: 'object',
  required: ['code', 'description', 'data', 'source'],
  properties: {
    code: { type: 'integer', description: 'Code of the contract.' },
    description: { type: 'string', maxLength: 1024 },
    data: { type: 'array' },
    source: { type: 'string' },
    refusal: {
      type: 'object',
      description: 'The word behind the code (docs/refusals.md) and its data.',
      properties: { code: { type: 'string' }, data: { type: 'object' } },
    },
  },
}

const THROTTLED: Json = {
  type: 'object',
  required: ['statusCode', 'message'],
  properties: { statusCode: { type: 'integer' }, message: { type: 'string' } },
}

const PAGING_HEADER: Json = {
  name: 'MS-ContinuationToken',
  in: 'header',
  required: false,
  description: 'Token of the page before, for the next one.',
  schema: { type: 'string' },
}

function operationOf(endpoint: Endpoint): Operation {
  const { capability } = endpoint
  const open = capability === 'public'
  const who =
    capability === 'public' || capability === 'signed-in'
      ? undefined
      : `Needs the capability ${capability} (${CAPABILITIES[capability].what}).`
  const userOnly = endpoint.userOnly === true ? 'Needs a token of a user.' : undefined
  const status = String(endpoint.status ?? 200)
  return {
    operationId: endpoint.id,
    tags: [endpoint.group],
    summary: endpoint.summary,
    ...(who === undefined ? {} : { description: [who, userOnly].filter(Boolean).join(' ') }),
    ...(open ? { security: [] } : { security: [{ bearer: [] }] }),
    parameters: parametersOf(endpoint),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [endpoint.bodyType ?? 'application/json']: { schema: schemaOf(endpoint.body, 'input') },
              ...(endpoint.ndjson === true ? { 'application/x-ndjson': { schema: { type: 'string' } } } : {}),
            },
          },
        }),
    responses: {
      ...othersOf(endpoint),
      [status]: responseOf(endpoint),
      ...(open ? {} : { 429: { $ref: '#/components/responses/Throttled' } }),
      default: { $ref: '#/components/responses/Fault' },
    },
  }
}

function responseOf({ response, method }: Endpoint): Json {
  if (response === null || method === 'HEAD') return { description: 'Done; there is no body.' }
  if (response === 'binary') return { description: 'A file.', content: { '*/*': {} } }
  return { description: 'Done.', content: json(schemaOf(response, 'output')) }
}

/** Further answers that refuse nothing; they have the shape of the usual one. */
function othersOf(endpoint: Endpoint): Readonly<Record<string, Json>> {
  const others = Object.entries(endpoint.otherStatuses ?? {})
  return Object.fromEntries(others.map(([status, description]) => [status, { ...responseOf(endpoint), description }]))
}

function parametersOf(endpoint: Endpoint): readonly Json[] {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const described = endpoint.params === undefined ? {} : propertiesOf(schemaOf(endpoint.params, 'input'))
  const path = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: described[name] ?? { type: 'string' },
  }))
  const schema = endpoint.query === undefined ? undefined : schemaOf(endpoint.query, 'input')
  const required = new Set((schema?.['required'] as readonly string[] | undefined) ?? [])
  const properties = Object.entries(schema === undefined ? {} : propertiesOf(schema))
  const query = properties.map(([name, value]) => ({ name, in: 'query', required: required.has(name), schema: value }))
  return properties.some(([name]) => /^seek_?operation$/i.test(name))
    ? [...path, ...query, PAGING_HEADER]
    : [...path, ...query]
}

function propertiesOf(schema: Json): Readonly<Record<string, Json>> {
  return (schema['properties'] as Readonly<Record<string, Json>> | undefined) ?? {}
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}

function json(schema: Json): Json {
  return { 'application/json': { schema } }
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}

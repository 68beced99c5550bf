import swagger from '@fastify/swagger'
import type { Server } from './context.ts'
import { COMPONENTS } from './schemas.ts'
import { COOKIE } from './session.ts'

/** Collects the routes into an OpenAPI 3.1 document, served at /openapi.json. Register before the routes. */
export async function describeRoutes(server: Server): Promise<void> {
  for (const component of COMPONENTS) server.addSchema(component)
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Holdfast',
        version: '1',
        description:
          'The HTTP interface of one deployment. Errors are problem documents (RFC 9457).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // Every route but those that say otherwise.
      security: [{ session: [] }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: COOKIE } },
      },
    },
    // Without it the components would be called def-0, def-1, …
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) =>
        typeof json['$id'] === 'string' ? json['$id'] : `def-${i}`,
    },
  })
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
}

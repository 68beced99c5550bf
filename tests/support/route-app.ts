/** For the tests of routes: an application that answers as the server does, under a session of one office or of none. */
import { handleError } from '../../packages/server/src/http/problem.ts'
import type { Server } from '../../packages/server/src/http/context.ts'

/** Gives a bare application the schemas, the form of refusals, and a session; `null` is nobody. */
export function underOffice(
  app: Server,
  office: string | null,
  {
    components,
    role = 'analyst',
  }: { readonly components: readonly object[]; readonly role?: string },
): void {
  for (const component of [...components, { $id: 'Problem' }]) app.addSchema(component)
  app.setErrorHandler(handleError)
  app.setSerializerCompiler(() => (payload) => JSON.stringify(payload))
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request) => {
    const actor = { name: 'x', nation: 'ZZZ', role, office, keyId: '' }
    if (office !== null) Object.assign(request, { session: { actor, untilMs: 0 } })
  })
}

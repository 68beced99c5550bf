import type { Refused } from '@holdfast/core/units'
import type { Server } from './context.ts'

/** Binds the server and gives its address, `http://host:port`; a port that cannot be had is a refusal that says so. */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string } | Refused> {
  try {
    return { url: await server.listen({ host, port }) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      return {
        refused: `port ${port} of ${host} is taken; stop what uses it, or choose another with --port`,
      }
    if (code === 'EACCES')
      return {
        refused: `port ${port} of ${host} needs rights that this user lacks; choose one above 1023 with --port`,
      }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      return { refused: `${host} is no address of this machine; use 127.0.0.1` }
    throw error
  }
}

/** A server in a process of its own, on a free port, and a client with a session. */
import { spawnHoldfast, type Ended, type Surroundings } from './holdfast.ts'
import { carryText } from '../../support/carried-text.ts'

/** An answer over HTTP, read whole. */
export interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
}
/** A client with a session of one office. */
export interface Client {
  readonly get: (path: string) => Promise<Answered>
  readonly post: (path: string, body: unknown) => Promise<Answered>
  /** Posts text as it stands: JSON, or NDJSON where the type says so. */
  readonly postText: (path: string, text: string, type?: string) => Promise<Answered>
}
/** A running server. */
export interface Running {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly stderr: () => string
  /** Sends the signal and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Promise<Ended>
  readonly login: (office?: string, role?: string, nation?: string) => Promise<Client>
}

/** Starts `holdfast start … --port 0 --json` and waits until it serves. */
export async function startServer(
  args: readonly string[],
  around: Surroundings = {},
): Promise<Running> {
  const words = ['start', '--json', ...(args.includes('--port') ? [] : ['--port', '0']), ...args]
  const { child, said, ended } = spawnHoldfast(words, around)
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const { stdout } = said()
      if (stdout.includes('}')) resolve((JSON.parse(stdout) as { url: string }).url)
    })
    child.once('close', (code) => {
      reject(new Error(`the server ended with ${String(code)}: ${said().stderr}`))
    })
  })
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    stderr: () => said().stderr,
    stop: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return await ended
    },
    login: (office = 'monitor', role = 'watch', nation = 'ZZZ') =>
      login(url, { office, role, nation }),
  }
}

const read = async (response: Response): Promise<Answered> => ({
  status: response.status,
  type: response.headers.get('content-type') ?? '',
  text: await response.text(),
})

/** How often a server that says that it is overrun is asked again: the machine is others' too. */
const ASKED_MAX = 20

/** Asks until the server is not overrun; any other answer is given as it is. */
export async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let asked = 1; ; asked += 1) {
    const answer = await ask()
    if (answer.status !== 503 || asked >= ASKED_MAX) return answer
    if (!(await answer.clone().text()).includes('the server is overrun')) return answer
    const seconds = Number(answer.headers.get('retry-after') ?? 1)
    await new Promise((resolve) => setTimeout(resolve, 1_000 * seconds))
  }
}

async function login(url: string, as: object): Promise<Client> {
  const answer = await patiently(() =>
    fetch(`${url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ name: 'tester', ...as }),
    }),
  )
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  const postText = async (path: string, text: string, type = 'application/json') =>
    await read(
      await patiently(() =>
        fetch(`${url}/api/v1${path}`, {
          method: 'POST',
          headers: { 'content-type': type, origin: url, cookie },
          body: text,
        }),
      ),
    )
  return {
    get: async (path) =>
      await read(await patiently(() => fetch(`${url}/api/v1${path}`, { headers: { cookie } }))),
    post: (path, body) => postText(path, JSON.stringify(body)),
    postText,
  }
}

/** What `/status` says that tests ask about. */
export interface Stands {
  readonly nowMs: number
  readonly logSize: number
  readonly rootHash: string
  readonly failure: string | null
  readonly lag: { readonly entries: number }
}

/** How the deployment stands. */
export const standing = async (client: Client): Promise<Stands> =>
  JSON.parse((await client.get('/status')).text) as Stands

/** Waits until the projections have every durable entry. */
export async function projected(client: Client): Promise<void> {
  while ((await standing(client)).lag.entries > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Every observation that the server shows, page by page. */
export async function shownObservations(
  client: Client,
  limit = 1_000,
): Promise<readonly { readonly id: string; readonly recordId: string }[]> {
  await projected(client)
  const shown: { readonly id: string; readonly recordId: string }[] = []
  let after = ''
  for (;;) {
    const answer = await client.get(
      `/observations?limit=${limit}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
    )
    if (answer.status !== 200) throw new Error(`observations: ${answer.status} ${answer.text}`)
    const page = JSON.parse(answer.text) as {
      observations: { id: string; recordId: string }[]
      next: string | null
    }
    shown.push(...page.observations)
    if (page.next === null) return shown
    after = page.next
  }
}

/** The ids of every observation that the server shows. */
export const shownIds = async (client: Client, limit?: number): Promise<readonly string[]> =>
  (await shownObservations(client, limit)).map(({ id }) => id)

/** A first text, carried on a running server by as many nations as it takes. */
export async function carryTextOn(server: Running, document: string): Promise<void> {
  await carryText(async (nation, command) => {
    const officer = await server.login('commission', 'panel', nation)
    const { status, text } = await officer.post('/commands', command)
    if (status !== 201) throw new Error(`${status} ${text}`)
    return (JSON.parse(text) as { readonly entries: readonly { readonly index: number }[] }).entries
  }, document)
}

// A server takes so many requests of one address in a minute. A person seldom meets that, a loop of commands does: so a command
// that is told to wait says so and waits, and the loop goes on slower. What was not let in changed nothing, so it may be sent
// again. Whoever is told to wait for longer, or again and again, is refused in the server's words.
import { setTimeout as sleep } from 'node:timers/promises'

/** Longest time that a command waits before it asks again, seconds: the server counts by the minute. */
export const WAIT_S_MAX = 60
/** How often it waits for one request. */
export const WAITS_MAX = 2

/** How a wait is spent, and who is told of it. */
export interface Patience {
  readonly wait: (ms: number) => Promise<unknown>
  readonly tell: (text: string) => void
}
const OWN: Patience = {
  wait: async (ms) => sleep(ms),
  tell: (text) => void process.stderr.write(`${text}\n`),
}

/** Seconds that an answer asks to wait for; null where it asks for nothing that can be waited for. */
function waitS(answer: Response): number | null {
  if (answer.status !== 429) return null
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return seconds >= 0 && seconds <= WAIT_S_MAX ? Math.max(1, Math.ceil(seconds)) : null
}

/** Asks, and asks again where the server says that there were too many requests and when to come back (RFC 6585, 4). */
export async function askPatiently(
  ask: () => Promise<Response>,
  { wait, tell }: Patience = OWN,
): Promise<Response> {
  let answer = await ask()
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    const seconds = waitS(answer)
    if (seconds === null) return answer
    tell(`the server has had too many requests in this minute; asking again in ${seconds} s`)
    await wait(1_000 * seconds)
    answer = await ask()
  }
  return answer
}

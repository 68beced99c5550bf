/**
 * A JetStream consumer as a way in. The server keeps a message until it is acknowledged, so nothing is lost by our being
 * killed, as long as the acknowledgement comes after the disk; and what comes twice is known by its hash and stored once.
 *
 * Batches of one subject are taken one after the other, so that a source's chain stays in order; subjects go side by
 * side. A feed's bytes go one message after the other. A break ends everything that hangs on the connection, and all of
 * it is made anew: so there is one path for the first connection, a restarted server and a stream that was made again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { JsMsg } from '@nats-io/jetstream'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Feed, Intake } from '@holdfast/engine/intake'
import type { NatsWay, Report, Way, WayStatus } from '../ways/index.ts'
import { offer } from './batches.ts'
import { bind, type Bound } from './binding.ts'
import { troubleOf, type Trouble } from './trouble.ts'

/** Between two attempts to connect, or to push a feed's bytes, milliseconds: doubled from the first to the last. */
const [AGAIN_MS_FIRST, AGAIN_MS_LAST] = [250, 30_000]
/** A batch that there is no room for now is offered so often, so far apart, before the server is asked to keep it. */
const [TRIES, TRY_MS] = [5, 200]
/** So long the server keeps it then, milliseconds. */
const LATER_MS = 5_000
/** While a message is worked on, the server is told so often within the time it would wait for a word. */
const SIGNS_PER_WAIT = 3
/** Numbers of messages of a feed that are remembered, so that one that comes twice is not read twice. */
const PUSHED_KEPT = 4_096
/** How long the last acknowledgements may take to leave, milliseconds. */
const FLUSH_MS = 2_000

class Consumer implements Way {
  readonly #spec: NatsWay
  readonly #intake: Intake
  readonly #report: Report
  readonly #feed: Feed | null
  readonly #ending = new AbortController()
  readonly #held = new Set<JsMsg>()
  readonly #lanes = new Map<string, Promise<void>>()
  #bound: Bound | null = null
  #running: Promise<void> = Promise.resolve()
  #trouble: string | null = null
  #reported: string | null = null
  #refused = { count: 0, last: '' }
  #pushed = { streamMade: '', numbers: new Set<number>() }

  constructor(spec: NatsWay, feed: Feed | null, ports: { intake: Intake; report: Report }) {
    this.#spec = spec
    this.#feed = feed
    this.#intake = ports.intake
    this.#report = ports.report
  }

  status = (): WayStatus => {
    const { id, kind, servers, stream, consumer } = this.#spec
    const { count, last } = this.#refused
    const said = [
      this.#trouble,
      count === 0 ? null : `${count} messages were refused for good, the last: ${last}`,
    ].filter((text) => text !== null)
    return {
      id,
      kind,
      where: `${servers.join(', ')}, stream ${stream}, consumer ${consumer}`,
      isUp: this.#bound !== null,
      peers: this.#bound === null ? 0 : 1,
      lastError: said.length === 0 ? null : said.join('; '),
    }
  }

  close = async (): Promise<void> => {
    this.#ending.abort()
    void this.#bound?.messages.close()
    await this.#running
    if (this.#feed !== null) await this.#intake.close(this.#feed.spec.id)
  }

  /** Connects for the first time. A fault that waiting cannot mend is refused; a server that is not there is waited for. */
  async begin(): Promise<Refused | null> {
    const first = await bind(this.#spec, process.env)
    if (isRefused(first) && !first.passes) return { refused: first.refused }
    this.#running = this.#run(first)
    return null
  }

  get #ends(): boolean {
    return this.#ending.signal.aborted
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#ending.signal }).catch(() => undefined)
  }

  // The same trouble again is no news.
  #say(text: string): void {
    if (text !== this.#reported) this.#report(text)
    this.#reported = text
  }

  async #run(first: Bound | Trouble): Promise<void> {
    let next = first
    let waitMs = AGAIN_MS_FIRST
    for (;;) {
      if (isRefused(next)) this.#fail(next)
      else {
        const broken = await this.#consume(next)
        // A connection that broke at once is no sign that the next one will hold.
        if (broken.lasted) waitMs = AGAIN_MS_FIRST
        if (broken.trouble !== null) this.#fail(broken.trouble)
      }
      if (this.#ends) return
      await this.#wait(waitMs)
      waitMs = Math.min(2 * waitMs, AGAIN_MS_LAST)
      if (this.#ends) return
      next = await bind(this.#spec, process.env)
    }
  }

  #fail({ refused }: Trouble): void {
    this.#trouble = refused
    this.#say(refused)
  }

  async #consume(bound: Bound): Promise<{ lasted: boolean; trouble: Trouble | null }> {
    const { nc, messages, ackWaitMs, streamMade, warnings } = bound
    const { id, stream, consumer } = this.#spec
    this.#bound = bound
    this.#trouble = null
    if (this.#pushed.streamMade !== streamMade)
      this.#pushed = { streamMade, numbers: new Set<number>() }
    this.#say(`nats ${id}: connected to ${nc.getServer()}, stream ${stream}, consumer ${consumer}`)
    for (const warning of warnings) this.#report(warning)
    // Closing may have come while it connected.
    if (this.#ends) void messages.close()
    const signs = setInterval(() => this.#giveSigns(), ackWaitMs / SIGNS_PER_WAIT)
    const startedMs = performance.now()
    let failure: unknown = null
    try {
      for await (const message of messages) await this.#take(message, bound)
    } catch (error) {
      failure = error
    }
    this.#bound = null
    await Promise.all(this.#lanes.values())
    clearInterval(signs)
    const closed = nc.isClosed() ? await nc.closed() : undefined
    // What was acknowledged last has to leave before the connection does.
    const left = nc.isClosed() ? Promise.resolve() : nc.drain().catch(() => undefined)
    // A wire that was just cut answers nothing, and the client would wait for it.
    await Promise.race([left, pause(FLUSH_MS, undefined, { ref: false })])
    if (!nc.isClosed()) void nc.close()
    const lasted = performance.now() - startedMs > AGAIN_MS_LAST || this.#ends
    if (this.#ends) return { lasted, trouble: null }
    const why = failure ?? (closed instanceof Error ? closed : new Error('the connection broke'))
    return { lasted, trouble: troubleOf(why, this.#spec) }
  }

  #giveSigns(): void {
    for (const message of this.#held) tell(() => message.working())
  }

  async #take(message: JsMsg, bound: Bound): Promise<void> {
    if (this.#ends) {
      tell(() => message.nak())
      return
    }
    this.#held.add(message)
    const lane = this.#feed === null ? message.subject : ''
    const before = this.#lanes.get(lane) ?? Promise.resolve()
    const done = before
      .then(() => this.#settle(message, bound))
      .finally(() => {
        this.#held.delete(message)
        if (this.#lanes.get(lane) === done) this.#lanes.delete(lane)
      })
    this.#lanes.set(lane, done)
    while (this.#held.size >= bound.aheadMax) await Promise.race(this.#lanes.values())
  }

  async #settle(message: JsMsg, bound: Bound): Promise<void> {
    if (this.#ends) tell(() => message.nak())
    else if (this.#feed === null) await this.#settleBatch(message, bound)
    else await this.#settleBytes(message, this.#feed, bound)
  }

  async #settleBatch(message: JsMsg, { readsReasons }: Bound): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const outcome = await offer(message, this.#spec.id, this.#intake)
      if (outcome.kind === 'durable') {
        tell(() => message.ack())
        return
      }
      if (outcome.kind === 'never') {
        this.#countRefused(outcome.why)
        tell(() => message.term(readsReasons ? oneLine(outcome.why) : undefined))
        return
      }
      if (tries === TRIES || this.#ends) {
        this.#say(`nats ${this.#spec.id}: a batch is left with the server for now: ${outcome.why}`)
        tell(() => message.nak(LATER_MS))
        return
      }
      await this.#wait(TRY_MS)
    }
  }

  // A feed's bytes cannot be passed over: what comes after them would be read as something else.
  async #settleBytes(message: JsMsg, feed: Feed, bound: Bound): Promise<void> {
    const { numbers } = this.#pushed
    for (let waitMs = AGAIN_MS_FIRST; !numbers.has(message.seq);) {
      if (this.#ends || bound.nc.isClosed()) {
        tell(() => message.nak())
        return
      }
      try {
        await feed.push([new Uint8Array(message.data)])
        numbers.add(message.seq)
        this.#trouble = null
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        this.#fail({
          refused: `nats ${this.#spec.id}: nothing more is taken: ${why}`,
          passes: true,
        })
        await this.#wait(waitMs)
        waitMs = Math.min(2 * waitMs, AGAIN_MS_LAST)
      }
    }
    for (const number of numbers) {
      if (numbers.size <= PUSHED_KEPT) break
      numbers.delete(number)
    }
    tell(() => message.ack())
  }

  #countRefused(why: string): void {
    this.#refused = { count: this.#refused.count + 1, last: why }
    const { count } = this.#refused
    // 1, 10, 100 …: a sender that only sends nonsense must not fill the operator's log.
    if (/^10*$/.test(String(count)))
      this.#report(`nats ${this.#spec.id}: refused for good (${count} so far): ${why}`)
  }
}

// On a connection that broke nobody hears it; the server delivers the message again, and it is known then.
function tell(word: () => void): void {
  try {
    word()
  } catch {
    // Nothing to do: see above.
  }
}

/** The longest reason that is sent with a terminated message. */
const REASON_MAX = 500
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, REASON_MAX)

/**
 * Takes messages of a JetStream stream through a durable pull consumer. The stream has to exist; the consumer is made
 * where there is none. Refused where a person has to mend something; a server that is not there yet is waited for.
 */
export async function startNats(
  spec: NatsWay,
  intake: Intake,
  report: Report,
): Promise<Way | Refused> {
  const { id, feed: of } = spec
  const feed = of === null ? null : await intake.open({ id, channel: 'nats', ...of })
  if (feed !== null && isRefused(feed)) return feed
  const consumer = new Consumer(spec, feed, { intake, report })
  const refused = await consumer.begin()
  if (refused === null) return consumer
  if (feed !== null) await intake.close(id)
  return refused
}

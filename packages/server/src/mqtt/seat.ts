/** One connected client: its place at the broker, what it sends in its order, and what it is told. */
import { STATUS_CODES } from 'node:http'
import type { Client } from 'aedes'
import { answerJson } from '@holdfast/core/observe'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Feed, Intake } from '@holdfast/engine/intake'
import type { Connection } from './connection.ts'
import type { BrokerLimits } from './limits.ts'
import type { Outcome } from './taking.ts'
import { answersTopic } from './topics.ts'

const MINUTE_MS = 60_000

/** Which message an answer is to. */
export interface Sent {
  readonly topic: string
  /** Its packet identifier; null at QoS 0, which has none. */
  readonly packet: number | null
}

/** A client with what is under way for it. */
export class Seat {
  readonly client: Client
  readonly connection: Connection
  /** Who sits here, as far as can be known: the certificate's fingerprint, else the address. */
  readonly who: string
  readonly #limits: BrokerLimits
  readonly #feeds = new Map<string, Promise<Feed | Refused>>()
  #turn: Promise<unknown> = Promise.resolve()
  #hears = false
  #refusals = { sinceMs: 0, count: 0 }

  constructor(client: Client, connection: Connection, who: string, limits: BrokerLimits) {
    this.client = client
    this.connection = connection
    this.who = who
    this.#limits = limits
  }

  /** Acknowledgements go out in the order in which the messages came (MQTT 3.1.1, 4.6), whichever was durable first. */
  async inTurn(work: Promise<Outcome>, settle: (outcome: Outcome) => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => await settle(await work))
    this.#turn = turn.catch(() => undefined)
    await turn
  }

  /** The client subscribed to its answers, or no longer. */
  hears(does: boolean): void {
    this.#hears = does
  }

  /** Whether one refusal more in this minute is too much. */
  isRefusedTooOften(): boolean {
    const nowMs = performance.now()
    if (nowMs - this.#refusals.sinceMs >= MINUTE_MS) this.#refusals = { sinceMs: nowMs, count: 0 }
    this.#refusals.count += 1
    return this.#refusals.count > this.#limits.refusalsPerMinuteMax
  }

  /** The feed of a topic, opened when it is first used. */
  async feed(intake: Intake, spec: Parameters<Intake['open']>[0]): Promise<Feed | Refused> {
    const known = this.#feeds.get(spec.id)
    if (known !== undefined) return await known
    if (this.#feeds.size >= this.#limits.feedsOfClientMax)
      return {
        refused: `this connection has ${this.#feeds.size} feeds; send the others over another connection`,
      }
    const opening = intake.open(spec)
    this.#feeds.set(spec.id, opening)
    const opened = await opening
    // What the registry refuses now it may take later.
    if (isRefused(opened)) this.#feeds.delete(spec.id)
    return opened
  }

  /** Ends its feeds: what waited for more bytes is settled. */
  async endFeeds(intake: Intake): Promise<void> {
    await this.#turn
    const feeds = [...this.#feeds.keys()]
    this.#feeds.clear()
    await Promise.all(feeds.map(async (id) => await intake.close(id)))
  }

  /**
   * Tells the client what became of a message, if it wants to know. Resolves once the socket took it, so that a client that
   * does not read gets no second answer before it took the first.
   */
  async tell(sent: Sent | null, outcome: Outcome): Promise<void> {
    const { client } = this
    const text = this.#hears && !client.closed ? answerText(sent, outcome) : null
    if (text === null) return
    await new Promise<void>((resolve) => {
      client.publish(
        {
          cmd: 'publish',
          topic: answersTopic(client.id),
          payload: Buffer.from(text),
          qos: 0,
          dup: false,
          retain: false,
        },
        () => resolve(),
      )
    })
  }
}

function answerText(sent: Sent | null, outcome: Outcome): string | null {
  const to = sent === null ? '' : `${JSON.stringify(sent).slice(1, -1)},`
  if (outcome.kind === 'answer') return `{${to}"answer":${answerJson(outcome.answer)}}`
  if (outcome.kind === 'taken') return null
  const status = outcome.kind === 'problem' ? outcome.status : 503
  const title = STATUS_CODES[status] ?? 'Error'
  const problem = { type: 'about:blank', title, status, detail: outcome.detail }
  return `{${to}"problem":${JSON.stringify(problem)}}`
}

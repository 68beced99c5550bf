/**
 * The M/M/c queue on the calendar, and what theory says of it (Erlang 1917): a core that does not wait as long as it
 * should in the one case that can be worked out cannot be believed in those that cannot.
 */
import { EventCalendar } from './calendar.ts'
import { Draws } from './draws.ts'
import { Queues } from './queues.ts'

/** An M/M/c queue: Poisson arrivals, exponential service, `servers` of them, first come first served. Rates by hour. */
export interface WaitingLine {
  readonly arrivalsPerHour: number
  readonly servicesPerHour: number
  readonly servers: number
}
/** How long to watch: customers whose waits count, after those that do not because the queue began empty. */
export interface WaitingLineRun {
  readonly seed: number
  readonly replication: number
  readonly warmUpCustomers: number
  readonly customers: number
}
/** What was seen. */
export interface WaitingLineResult {
  readonly meanWaitHours: number
  readonly events: number
}

/** The mean wait before service, hours (Erlang C). Infinite where the load is 1 or more. */
export function erlangWaitHours({
  arrivalsPerHour,
  servicesPerHour,
  servers,
}: WaitingLine): number {
  const offered = arrivalsPerHour / servicesPerHour
  if (offered >= servers) return Infinity
  // Erlang B by its recursion, which has no factorials that overflow.
  let blocked = 1
  for (let k = 1; k <= servers; k += 1) blocked = (offered * blocked) / (k + offered * blocked)
  const waits = blocked / (1 - (offered / servers) * (1 - blocked))
  return waits / (servers * servicesPerHour - arrivalsPerHour)
}

const [ARRIVES, SERVED] = [0, 1] as const
const [STREAM_ARRIVAL, STREAM_SERVICE] = [0, 1] as const
/** Customers that may wait at once: far beyond what a load below 1 brings. */
const WAITING_MAX = 65_536

/** Runs the queue until the last customer that counts has begun service. */
export function runWaitingLine(
  line: WaitingLine,
  { seed, replication, warmUpCustomers, customers }: WaitingLineRun,
): WaitingLineResult {
  const calendar = new EventCalendar()
  const draws = new Draws()
  draws.choose(seed, replication)
  const queues = new Queues({ queues: 1, entities: WAITING_MAX, classes: 1 })
  const arrivedAt = new Float64Array(WAITING_MAX)
  const meanGap = 1 / line.arrivalsPerHour
  const meanService = 1 / line.servicesPerHour
  const all = warmUpCustomers + customers
  let [busy, arrived, begun, sum] = [0, 0, 0, 0]
  const begin = (place: number): void => {
    if (begun >= warmUpCustomers) sum += calendar.at - (arrivedAt[place] as number)
    const u = draws.uniform(STREAM_SERVICE, begun)
    begun += 1
    calendar.enter(calendar.at - meanService * Math.log(1 - u), SERVED)
  }
  const expect = (): void => {
    const u = draws.uniform(STREAM_ARRIVAL, arrived)
    calendar.enter(calendar.at - meanGap * Math.log(1 - u), ARRIVES)
  }
  calendar.clear()
  expect()
  while (calendar.take()) {
    if (begun >= all) break
    if (calendar.what === ARRIVES) {
      const place = arrived % WAITING_MAX
      arrivedAt[place] = calendar.at
      arrived += 1
      if (busy < line.servers) {
        busy += 1
        begin(place)
      } else {
        if (queues.waiting(0) === WAITING_MAX - 1)
          throw new RangeError(`more than ${WAITING_MAX} wait; the load must be below 1`)
        queues.join(0, place, 0)
      }
      expect()
    } else {
      const place = queues.take(0)
      if (place < 0) busy -= 1
      else begin(place)
    }
  }
  return { meanWaitHours: sum / customers, events: calendar.entered - calendar.size }
}

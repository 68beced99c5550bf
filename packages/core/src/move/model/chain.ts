/**
 * A plan as people ask about it: the whole chain on one clock (event, verified, released, armed), who has signed for how
 * much by when, and what moves when on which leg.
 */
import { figure, nameOf } from './prices.ts'
import type { MovePlan, MovementModel } from './types.ts'

/** A moment of the chain. */
export interface ChainMoment {
  readonly stage:
    | 'event'
    | 'verified'
    | 'released'
    | 'gate'
    | 'loading'
    | 'firstArmed'
    | 'shareArmed'
    | 'askMet'
  /** Hours from the release order; null where it does not come within the horizon. */
  readonly hour: number | null
  /** Hours since the event; null as above. */
  readonly sinceEventHours: number | null
  readonly words: string
}
/** What a unit has signed for, and when. */
export interface UnitArrival {
  readonly demand: string
  readonly title: string
  readonly issuePoint: string
  readonly quantity: number
  readonly signedFor: number
  /** Signed for by its due hour. */
  readonly inTime: number
  readonly dueHour: number
  /** The hours by which the first is signed for and all are; null where they are not. */
  readonly firstHour: number | null
  readonly completeHour: number | null
}
/** A bar of the Gantt: what one fleet carries on one leg without a pause of more than a step. */
export interface MovementBar {
  readonly leg: string
  readonly name: string
  readonly fleet: string
  readonly fromHour: number
  readonly untilHour: number
  readonly vehicles: number
  /** Units of each commodity. */
  readonly load: Readonly<Record<string, number>>
  /** Ids of the movement serials. */
  readonly serials: readonly string[]
}

const SHARES = [0.25, 0.5, 0.75] as const

/** The chain on one clock, in the order of its stages. */
export function chainClock(model: MovementModel, plan: MovePlan): readonly ChainMoment[] {
  const moment = (
    stage: ChainMoment['stage'],
    hour: number | null,
    words: string,
  ): ChainMoment => ({
    stage,
    hour,
    sinceEventHours: hour === null ? null : hour - model.chain.eventHour,
    words,
  })
  const armedFrom = (kits: number): number | null =>
    plan.armedByHour.find(([, armed]) => armed >= kits && armed > 0)?.[0] ?? null
  const lots = (gate: string): number =>
    model.nodes.flatMap(({ stock }) => stock.filter(({ gates }) => gates.includes(gate))).length
  const gates = model.gates
    .toSorted(
      (a, b) => (a.opensAtHour ?? Infinity) - (b.opensAtHour ?? Infinity) || (a.id < b.id ? -1 : 1),
    )
    .map(({ id, title, kind, nation, opensAtHour }) =>
      moment('gate', opensAtHour, `${title} (${kind}, ${nation}); holds ${lots(id)} lots of stock`),
    )
  const loading = plan.serials.reduce<number | null>(
    (least, { departHour }) => (least === null || departHour < least ? departHour : least),
    null,
  )
  const { kits, byHour } = model.ask
  const asked = armedFrom(kits)
  return [
    moment('event', model.chain.eventHour, 'the event'),
    moment('verified', model.chain.verifiedHour, 'verified: the finding is signed'),
    moment('released', 0, 'the release order'),
    ...gates,
    moment('loading', loading, 'the first movement serial loads'),
    moment('firstArmed', armedFrom(1), 'the first kits are signed for'),
    ...SHARES.map((share) =>
      moment(
        'shareArmed',
        armedFrom(kits * share),
        `${figure(kits * share)} armed (${share * 100} %)`,
      ),
    ),
    moment(
      'askMet',
      asked,
      `${figure(kits)} armed; asked by hour ${byHour}${asked !== null && asked <= byHour ? '' : ': missed'}`,
    ),
  ]
}

/** What each unit has signed for, in the order of the demands. */
export function unitArrivals(model: MovementModel, plan: MovePlan): readonly UnitArrival[] {
  return model.demands.map(({ id, title, issuePoint, quantity, dueHour }) => {
    let [signedFor, inTime] = [0, 0]
    let [firstHour, completeHour]: (number | null)[] = [null, null]
    const mine = plan.signings
      .filter(({ demand }) => demand === id)
      .toSorted((a, b) => a.hour - b.hour)
    for (const signing of mine) {
      const hour = signing.hour + plan.stepHours
      firstHour ??= hour
      signedFor += signing.quantity
      if (hour <= dueHour) inTime += signing.quantity
      if (signedFor >= quantity) completeHour ??= hour
    }
    return {
      demand: id,
      title,
      issuePoint,
      quantity,
      signedFor,
      inTime,
      dueHour,
      firstHour: firstHour ?? null,
      completeHour: completeHour ?? null,
    }
  })
}

/** The Gantt of movement serials, in the order of their begin. */
export function movementBars(model: MovementModel, plan: MovePlan): readonly MovementBar[] {
  const bars: MovementBar[] = []
  const lastOf = new Map<string, number>()
  const lastDeparture = new Map<number, number>()
  for (const serial of plan.serials.toSorted((a, b) => a.departHour - b.departHour)) {
    const key = `${serial.leg}\n${serial.fleet}`
    const at = lastOf.get(key)
    const bar = at === undefined ? undefined : bars[at]
    const paused = serial.departHour - (lastDeparture.get(at ?? -1) ?? 0) > 2 * plan.stepHours
    if (at === undefined || bar === undefined || paused) {
      lastOf.set(key, bars.length)
      lastDeparture.set(bars.length, serial.departHour)
      bars.push({
        leg: serial.leg,
        name: nameOf(model, serial.leg),
        fleet: serial.fleet,
        fromHour: serial.departHour,
        untilHour: serial.arriveHour,
        vehicles: serial.vehicles,
        load: serial.load,
        serials: [serial.id],
      })
      continue
    }
    const load: Record<string, number> = { ...bar.load }
    for (const [commodity, units] of Object.entries(serial.load))
      load[commodity] = (load[commodity] ?? 0) + units
    lastDeparture.set(at, serial.departHour)
    bars[at] = {
      ...bar,
      untilHour: Math.max(bar.untilHour, serial.arriveHour),
      vehicles: bar.vehicles + serial.vehicles,
      load,
      serials: [...bar.serials, serial.id],
    }
  }
  return bars
}

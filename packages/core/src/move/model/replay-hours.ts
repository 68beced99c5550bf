/**
 * Hours as the replay knows them: spans cut out of spans. It shares no code with `hours.ts`, so that a mistake there is
 * found here.
 */
import type { Fleet, MoveLeg, MoveNode, MovementModel, Opening } from './types.ts'

type Span = readonly [from: number, until: number]

const overlap = ([a, b]: Span, [c, d]: Span): Span => [Math.max(a, c), Math.min(b, d)]
const isSome = ([from, until]: Span): boolean => until > from

/** What is left of the spans without another. */
const without = (spans: readonly Span[], [from, until]: Span): readonly Span[] =>
  spans
    .flatMap(([a, b]): Span[] => [
      [a, Math.min(b, from)],
      [Math.max(a, until), b],
    ])
    .filter(isSome)

/** Spans in which it is open within a span of plan hours; they do not touch each other. */
export function openSpans(
  { daily, closures }: Opening,
  within: Span,
  clockAtHour0: number,
): readonly Span[] {
  let shut: readonly Span[] = daily.length === 0 ? [] : [within]
  for (let midnight = -clockAtHour0; midnight < within[1]; midnight += 24)
    for (const { from, until } of daily) shut = without(shut, [midnight + from, midnight + until])
  let open: readonly Span[] = [within]
  for (const span of shut) open = without(open, span)
  for (const { fromHour, untilHour } of closures) open = without(open, [fromHour, untilHour])
  return open.map((span) => overlap(span, within)).filter(isSome)
}

/** Open hours within a span of plan hours. */
export const openHours = (opening: Opening, within: Span, clockAtHour0: number): number =>
  openSpans(opening, within, clockAtHour0).reduce((sum, [from, until]) => sum + until - from, 0)

/** How many vehicles may leave along the leg during a step: multiples of the spacing that lie where all is open. */
export function slotsIn(
  leg: MoveLeg,
  leaves: MoveNode,
  within: Span,
  model: MovementModel,
): number {
  const spans = openSpans(leg.opening, within, model.clockAtHour0).flatMap(([from, until]) =>
    openSpans(leaves.opening, [from, until], model.clockAtHour0),
  )
  let slots = 0
  const beyond = Math.ceil(within[1] * leg.vehiclesPerHour) + 1
  for (
    let slot = Math.max(0, Math.floor(within[0] * leg.vehiclesPerHour) - 1);
    slot <= beyond;
    slot += 1
  ) {
    const hour = slot / leg.vehiclesPerHour
    if (
      hour >= leg.permissionLeadHours &&
      spans.some(([from, until]) => hour >= from && hour < until)
    )
      slots += 1
  }
  return slots
}

/** Hours on the way: a leg's own, or its distance at the slower of fleet and leg; with the dwell. */
export function hoursOnWay(leg: MoveLeg, fleet: Fleet): number {
  if (leg.durationHours !== null) return leg.dwellHours + leg.durationHours
  const slower =
    leg.speedKmhMax !== null && leg.speedKmhMax < fleet.speedKmh ? leg.speedKmhMax : fleet.speedKmh
  return leg.dwellHours + leg.distanceM / (slower * 1000)
}

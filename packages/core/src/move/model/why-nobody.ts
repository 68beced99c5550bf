/**
 * Why a plan arms nobody, by name: what no unit of a kit can pass, and how to mend it. Limits are lifted all at once and put
 * back kind after kind; the first kind with which nothing comes through any more is the reason, and of its items the fewest
 * that would have to be mended together.
 */
import { flood } from './flood.ts'
import { figure } from './prices.ts'
import type { MovePlan, MovementModel } from './types.ts'
import { INSTANT_LIMITS, TIMED_LIMITS, few, named } from './why-limits.ts'
import type { Limit } from './why-limits.ts'

/** The horizon is lengthened so many times to find the hour at which something would come. */
const LONGER = [4, 16] as const

const withoutLimits = (model: MovementModel, limits: readonly Limit[]): MovementModel =>
  limits.reduce((now, limit) => limit.lifted(now, new Set(limit.items(now))), model)

/** The fewest items of a limit that have to be lifted together for kits to come through: none can be put back. */
function fewestOf(items: readonly string[], isThrough: (lifted: Set<string>) => boolean): string[] {
  let lifted = [...items]
  for (let size = lifted.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < lifted.length;) {
      const rest = [...lifted.slice(0, at), ...lifted.slice(at + size)]
      if (isThrough(new Set(rest))) lifted = rest
      else at += size
    }
  return lifted
}

/** No stock of something that a kit takes. */
function whyStock(model: MovementModel): string | null {
  for (const { id, title, unit, perKit } of model.commodities) {
    const lots = model.nodes.flatMap(({ stock }) => stock.filter((lot) => lot.commodity === id))
    const there = lots.reduce((sum, { quantity }) => sum + quantity, 0)
    if (there < perKit)
      return there === 0
        ? `there is no stock of ${title} (${id}) at any node; write some`
        : `there are ${there} ${unit} of ${title} (${id}) in all, and one kit takes ${perKit}; write more`
  }
  return null
}

/** Stock and no way to the issue point, whatever moves on it. */
function whyWay(model: MovementModel, issuePoint: string): string | null {
  const open = withoutLimits(model, [...INSTANT_LIMITS, ...TIMED_LIMITS])
  const found = flood(open, { issuePoint, isInstant: true })
  if (found.armedHour !== null) return null
  const lacking = model.commodities.find(
    ({ id, perKit }) => perKit > 0 && !found.comesTo(id, issuePoint),
  )
  const from = model.nodes
    .filter(({ stock }) =>
      stock.some(({ commodity, quantity }) => commodity === lacking?.id && quantity > 0),
    )
    .map(({ id }) => named(model, id))
  return `no legs lead from ${few(from)}, where ${lacking?.title ?? 'the stock'} lies, to ${named(model, issuePoint)}; add the leg that is missing`
}

/** The first kind of limit that lets nothing through, in its order. */
function whyLimit(
  model: MovementModel,
  { issuePoint, isInstant }: { readonly issuePoint: string; readonly isInstant: boolean },
): string | null {
  const limits = isInstant ? INSTANT_LIMITS : TIMED_LIMITS
  const later = isInstant ? TIMED_LIMITS : []
  for (const [i, limit] of limits.entries()) {
    const others = [...limits.slice(i + 1), ...later]
    const isThrough = (lifted: ReadonlySet<string>): boolean =>
      flood(withoutLimits(limit.lifted(model, lifted), others), { issuePoint, isInstant })
        .armedHour !== null
    if (isThrough(new Set())) continue
    const items = fewestOf(limit.items(model), isThrough)
    return few(items.map((item) => limit.words(model, item)))
  }
  return null
}

/** A way that takes longer than the horizon. */
function whyTime(model: MovementModel, issuePoint: string): string | null {
  const { horizonHours } = model
  const earliest = (times: number): number | null =>
    flood(withoutLimits({ ...model, horizonHours: horizonHours * times }, TIMED_LIMITS), {
      issuePoint,
      isInstant: false,
    }).armedHour
  if (earliest(1) !== null) return null
  const late = LONGER.reduce<number | null>((hour, times) => hour ?? earliest(times), null)
  return late === null
    ? `the hours at which gates, permissions and openings let anything go to ${named(model, issuePoint)} do not fit together; open one of them longer`
    : `nothing can be signed for at ${named(model, issuePoint)} before hour ${figure(late)}, after the horizon of ${horizonHours} h: lengthen it, or have the release, a permission or a way come sooner`
}

function whyNothingAt(model: MovementModel, issuePoint: string): string | null {
  return (
    whyWay(model, issuePoint) ??
    whyLimit(model, { issuePoint, isInstant: true }) ??
    whyTime(model, issuePoint) ??
    whyLimit(model, { issuePoint, isInstant: false })
  )
}

/** Why the plan arms nobody; asked only of one that does not. */
export function whyNobody(model: MovementModel, plan: MovePlan): string {
  const points = new Set(
    model.demands
      .filter(({ commodity, quantity }) => commodity === null && quantity > 0)
      .map(({ issuePoint }) => issuePoint),
  )
  const nobody = 'nobody is armed: '
  if (points.size === 0)
    return `${nobody}no demand asks for complete kits, and only they arm; write one with a quantity above 0 and no commodity`
  const stock = whyStock(model)
  if (stock !== null) return nobody + stock
  const reasons = [...points].map((point) => whyNothingAt(model, point))
  const known = [...new Set(reasons.filter((one) => one !== null))]
  if (known.length > 0 && !reasons.includes(null)) return nobody + few(known, '; ')
  const { executedUntilHour: from, bound, horizonHours } = plan
  const since = from > 0 ? ` from hour ${from} on` : ''
  return bound <= 0
    ? `${nobody}no limit alone forbids it, but together they let no complete kit through${since} within ${horizonHours} h; lengthen the horizon, or raise what is smallest`
    : `${nobody}no plan was found${since}, though up to ${figure(bound)} weighted kits are not ruled out; try --effort long or a shorter step`
}

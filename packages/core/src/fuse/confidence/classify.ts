// What a thing is, by what trained models say of it. A model's scores are no probabilities: what they are worth is what
// its confusion matrix says, measured on ground like ours. A model whose errors nobody measured says little, by a bound.
// `unknown` stays a class: to every model it looks like the mean of what it knows, so that models that contradict one
// another make it likely, and no thing is pressed into a class because all others fit worse.
import type { Assessment, Confusion, Source } from '../../observe/index.ts'
import {
  CLASSES_MAX,
  CLASS_PRIOR_DOUBT,
  FAMILY_RATIO_MAX,
  GROUP_RATIO_MAX,
  UNCALIBRATED_RATIO_MAX,
} from './assumptions.ts'
import { familyOf } from './families.ts'
import type { Family } from './families.ts'

/** The class of what no model knows. */
export const UNKNOWN_CLASS = 'unknown'

/** What one source's model says of one thing. */
export interface Opinion {
  readonly source: string
  readonly assessment: Assessment
}
/** How likely a class is, and between what the same opinions put it under other priors and dependences. */
export interface ClassChance {
  readonly class: string
  readonly probability: number
  readonly low: number
  readonly high: number
}
/** What a thing is taken to be. */
export interface Classification {
  /** Likeliest first; `unknown` is always among them, and the probabilities sum to 1. */
  readonly classes: readonly ClassChance[]
  /** Opinions by models whose confusion was measured, and by others, which bring little. */
  readonly calibrated: number
  readonly uncalibrated: number
}

/** Likelihood of an opinion under each class that it speaks of. */
type Likelihood = ReadonlyMap<string, number>

/** Scores in [0, 1] that are numbers, the highest first, as many as are kept. */
const scoresOf = ({ scores }: Assessment): readonly (readonly [string, number])[] =>
  Object.entries(scores)
    .filter(([, score]) => score > 0 && score <= 1)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, CLASSES_MAX)

const isSound = ({ classes, rows }: Confusion): boolean =>
  classes.length > 0 &&
  rows.length === classes.length &&
  rows.every(
    (row) => row.length === classes.length && row.every((value) => value >= 0 && value <= 1),
  )

/** The confusion that was measured on the very model that gave the scores. */
function confusionOf(source: Source, { model, version }: Assessment): Confusion | null {
  const confusion = source.calibration?.confusion ?? null
  const runs = source.model
  if (runs !== undefined && (runs.name !== model || runs.version !== version)) return null
  return confusion !== null && isSound(confusion) ? confusion : null
}

/**
 * Σⱼ sⱼ P(says j | class): what the model says is itself given as scores s (summing to 1), of which the confusion knows
 * the columns. Scores of classes that were not measured count as a column that tells nothing apart.
 */
function calibratedLikelihood(
  scores: readonly (readonly [string, number])[],
  { classes, rows }: Confusion,
): Likelihood {
  const sum = scores.reduce((total, [, score]) => total + score, 0)
  const columns = new Map(classes.map((name, j) => [name, j]))
  return new Map(
    classes.map((name, i) => [
      name,
      scores.reduce((total, [said, score]) => {
        const column = columns.get(said)
        const chance = column === undefined ? 1 / classes.length : (rows[i]?.[column] ?? 0)
        return total + (score / sum) * chance
      }, 0),
    ]),
  )
}

const uncalibratedLikelihood = (scores: readonly (readonly [string, number])[]): Likelihood =>
  new Map(scores.map(([name, score]) => [name, 1 + score * (UNCALIBRATED_RATIO_MAX - 1)]))

/** Logarithms of likelihoods against that of `unknown`, one for each class of the frame. */
type Support = readonly number[]

/** What an opinion says of every class of the frame: of a class that its model does not know, what it says of `unknown`. */
function supportOf(likelihood: Likelihood, frame: readonly string[], isMeasured: boolean): Support {
  const known = [...likelihood].filter(([name]) => name !== UNKNOWN_CLASS)
  const mean = known.reduce((total, [, value]) => total + value, 0) / Math.max(1, known.length)
  // Scores name only what a model finds likely: without a measured list of classes, the rest scored nothing.
  const other = isMeasured ? mean : 1
  const unknown = likelihood.get(UNKNOWN_CLASS) ?? other
  const least =
    Math.max(mean, unknown, ...likelihood.values()) / (GROUP_RATIO_MAX * GROUP_RATIO_MAX)
  const reference = Math.log(Math.max(unknown, least))
  return frame.map((name) => {
    const value = name === UNKNOWN_CLASS ? unknown : (likelihood.get(name) ?? other)
    return Math.log(Math.max(value, least)) - reference
  })
}

/** The strongest support and the strongest counter-support of several, class by class: repeating one changes nothing. */
const strongestOf = (supports: readonly Support[]): Support =>
  (supports[0] ?? []).map(
    (_, i) =>
      Math.max(0, ...supports.map((support) => support[i] ?? 0)) +
      Math.min(0, ...supports.map((support) => support[i] ?? 0)),
  )

const sumOf = (supports: readonly Support[]): Support =>
  (supports[0] ?? []).map((_, i) => supports.reduce((sum, support) => sum + (support[i] ?? 0), 0))

/** The support with no class further below the best than the ratio allows. */
function bounded(support: Support, ratioMax: number): Support {
  const least = Math.max(...support) - Math.log(ratioMax)
  return support.map((log) => Math.max(log, least))
}

/** Berger 1985, section 4.7.4, with the prior (1 − ε)π₀ + εq for any q: posterior of class i, its least and its most. */
function chances(logs: Support): readonly (readonly [mean: number, low: number, high: number])[] {
  const best = Math.max(...logs)
  const likelihoods = logs.map((log) => Math.exp(log - best))
  const total = likelihoods.reduce((sum, value) => sum + value, 0)
  const flat = (1 - CLASS_PRIOR_DOUBT) / likelihoods.length
  return likelihoods.map((value, i) => {
    const rival = Math.max(0, ...likelihoods.filter((_, j) => j !== i))
    const own = flat * value
    const doubt = CLASS_PRIOR_DOUBT
    return [
      value / total,
      own / (flat * total + doubt * rival),
      (own + doubt * value) / (flat * total + doubt * value),
    ]
  })
}

/** One opinion, read. */
interface Heard {
  readonly likelihood: Likelihood
  readonly isMeasured: boolean
  readonly family: Family
  readonly group: string
}

function hear(
  opinions: readonly Opinion[],
  sources: ReadonlyMap<string, Source>,
): readonly Heard[] {
  return opinions.flatMap(({ source: id, assessment }): readonly Heard[] => {
    const scores = scoresOf(assessment)
    const source = sources.get(id)
    if (source === undefined || scores.length === 0) return []
    const confusion = confusionOf(source, assessment)
    const likelihood =
      confusion === null ? uncalibratedLikelihood(scores) : calibratedLikelihood(scores, confusion)
    if (![...likelihood.values()].some((value) => value > 0)) return []
    const { group, kind } = source
    return [{ likelihood, isMeasured: confusion !== null, family: familyOf(kind), group }]
  })
}

/** What the groups of each family say together, one support a family. */
function families(
  heard: readonly Heard[],
  frame: readonly string[],
): ReadonlyMap<Family, readonly Support[]> {
  const groups = new Map<string, { family: Family; supports: Support[] }>()
  for (const { likelihood, isMeasured, family, group } of heard) {
    const key = JSON.stringify([family, group])
    const one = groups.get(key) ?? { family, supports: [] }
    one.supports.push(supportOf(likelihood, frame, isMeasured))
    groups.set(key, one)
  }
  const byFamily = new Map<Family, Support[]>()
  for (const key of [...groups.keys()].toSorted()) {
    const one = groups.get(key)
    if (one === undefined) continue
    const most = Math.min(GROUP_RATIO_MAX, FAMILY_RATIO_MAX[one.family])
    const support = bounded(strongestOf(one.supports), most)
    byFamily.set(one.family, [...(byFamily.get(one.family) ?? []), support])
  }
  return byFamily
}

/**
 * The class of a thing by what models say of it: prior flat over the classes named and `unknown`, each group of sources
 * once, families bounded. `low` and `high` span priors of which one fifth may lie anywhere, and groups of a family that
 * err all together or all apart. Independent of the order and repetition of opinions; sources that are not registered say
 * nothing, and neither do claims.
 */
export function classify(
  opinions: readonly Opinion[],
  sources: ReadonlyMap<string, Source>,
): Classification {
  const heard = hear(opinions, sources)
  const frame = [
    ...new Set([UNKNOWN_CLASS, ...heard.flatMap(({ likelihood }) => [...likelihood.keys()])]),
  ].toSorted()
  const supports = [...families(heard, frame)]
  const nothing = frame.map(() => 0)
  const together = sumOf([nothing, ...supports.map(([, groups]) => strongestOf(groups))])
  const apart = sumOf([nothing, ...supports.map(([, groups]) => sumOf(groups))])
  const capped = sumOf([
    nothing,
    ...supports.map(([family, groups]) => bounded(sumOf(groups), FAMILY_RATIO_MAX[family])),
  ])
  const readings = [capped, together, apart].map(chances)
  const classes = frame.map((name, i): ClassChance => {
    const each = readings.map((reading) => reading[i] ?? [0, 0, 1])
    return {
      class: name,
      probability: each[0]?.[0] ?? 0,
      low: Math.min(...each.map(([, low]) => low)),
      high: Math.max(...each.map(([, , high]) => high)),
    }
  })
  const calibrated = heard.filter(({ isMeasured }) => isMeasured).length
  return {
    classes: classes.toSorted(
      (a, b) => b.probability - a.probability || (a.class < b.class ? -1 : 1),
    ),
    calibrated,
    uncalibrated: heard.length - calibrated,
  }
}

/** Works a planning document out: results first, then what they hang on, then whose each assumption is. */
import type { Label } from '../../nations/index.ts'
import { isRefused } from '../../units/index.ts'
import type { At, Refused } from '../../units/index.ts'
import { hangsOn } from '../figures/index.ts'
import type { HangsOn, PlanAssumption, PlanHead } from '../figures/index.ts'
import { airKind } from './air.ts'
import type { PlanKind, PlanTable } from './plan-kind.ts'
import { readyKind } from './ready.ts'
import { seaKind } from './sea.ts'
import { sitesKind } from './sites.ts'
import { stocksKind } from './stocks.ts'
import { trainingKind } from './training.ts'

/** Secret and the guarantors' alone; what one planner worked out of a file is released to nobody until somebody says so. */
export const PLANNING_LABEL: Label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: [],
}

/** The kinds of documents by their word, in the order in which people are shown them. */
export const PLAN_NAMES = ['air', 'sea', 'sites', 'stocks', 'training', 'ready'] as const
/** The word of a kind. */
export type PlanName = (typeof PLAN_NAMES)[number]

/** What a result hangs on. */
export interface HangsOnTold {
  readonly result: string
  /** The figure as it is; infinite where it is never reached. */
  readonly now: number
  readonly isShare: boolean
  readonly rows: readonly HangsOn[]
}
/** A document worked out and told. */
export interface PlanningTold<A = unknown> {
  readonly label: Label
  readonly name: string
  readonly id: string
  readonly title: string
  readonly notice: string
  readonly assessment: A
  readonly tables: readonly PlanTable[]
  readonly hangsOn: readonly HangsOnTold[]
  readonly assumptions: readonly PlanAssumption[]
}

/** Works a document of a kind out. A refusal holds one line for each error. */
export function workOut<T extends PlanHead, A extends object>(
  kind: PlanKind<T, A>,
  value: unknown,
  at: At,
): PlanningTold<A> | Refused {
  const plan = kind.parse(value, at)
  if (isRefused(plan)) return plan
  const assessment = kind.assess(plan)
  if (isRefused(assessment)) return assessment
  const tables: PlanTable[] = []
  kind.tell(plan, assessment, (title, columns, rows, note) => {
    tables.push({ title, columns, rows, note: note ?? null })
  })
  const { id, title, notice, assumptions } = plan
  return {
    label: PLANNING_LABEL,
    name: kind.name,
    id,
    title,
    notice,
    assessment,
    tables,
    hangsOn: kind.weighed.map(({ result, resultOf, isShare = false }) => ({
      result,
      now: resultOf(plan),
      isShare,
      rows: hangsOn((changes) => kind.parse(value, at, changes), resultOf),
    })),
    assumptions,
  }
}

type WorkOut = (value: unknown, at: At) => PlanningTold | Refused
const BY_NAME: Readonly<Record<PlanName, { readonly kind: string; readonly work: WorkOut }>> = {
  air: { kind: airKind.kind, work: (value, at) => workOut(airKind, value, at) },
  sea: { kind: seaKind.kind, work: (value, at) => workOut(seaKind, value, at) },
  sites: { kind: sitesKind.kind, work: (value, at) => workOut(sitesKind, value, at) },
  stocks: { kind: stocksKind.kind, work: (value, at) => workOut(stocksKind, value, at) },
  training: { kind: trainingKind.kind, work: (value, at) => workOut(trainingKind, value, at) },
  ready: { kind: readyKind.kind, work: (value, at) => workOut(readyKind, value, at) },
}

/** Works a document out by the word of its kind. */
export const workOutNamed = (name: PlanName, value: unknown, at: At): PlanningTold | Refused =>
  BY_NAME[name].work(value, at)

/** The word of the kind that a document says it is; refused where it says none that is known. */
export function planNameOf(value: unknown, at: At): PlanName | Refused {
  const said =
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  const found = PLAN_NAMES.find((name) => BY_NAME[name].kind === said)
  const known = PLAN_NAMES.map((name) => BY_NAME[name].kind).join(', ')
  return (
    found ?? {
      refused: `${at('kind')}: kind: is ${JSON.stringify(said) ?? 'missing'}; write one of ${known}`,
    }
  )
}

/** What a result hangs on, as a table. */
export const hangsOnTable = ({ result, now, isShare, rows }: HangsOnTold): PlanTable => ({
  title: `what ${result} hangs on (now ${weighedFigure(now, isShare)}): each assumption alone, a tenth less and a tenth more`,
  columns: ['assumption', 'title', 'value', 'with less', 'with more'],
  rows: rows.map(({ assumption: { id, title, value, unit }, less, more }) => [
    id,
    title,
    `${value} ${unit}`,
    weighedFigure(less, isShare),
    weighedFigure(more, isShare),
  ]),
  note: null,
})

/** A result's figure for reading; a share in per cent. */
export function weighedFigure(value: number | null, isShare: boolean): string {
  if (value === null) return 'not allowed'
  if (!Number.isFinite(value)) return 'never'
  if (isShare) return `${(100 * value).toFixed(1)} %`
  return Number.isInteger(value) ? String(value) : value.toPrecision(4)
}

/** A planning document as the page is told it: every figure in words, so that what is never reached says so. */
export interface PlanningAnswer {
  readonly label: Label
  readonly name: PlanName
  /** `shipped`: nobody adopted one of the kind, and it is the fictional one that ships. */
  readonly origin: 'adopted' | 'shipped'
  readonly adopted: {
    readonly index: number
    readonly atMs: number
    readonly by: string
    readonly nation: string
  } | null
  readonly digest: string
  readonly id: string
  readonly title: string
  readonly notice: string
  /** What it is weighed by, and its figure. */
  readonly results: readonly { readonly result: string; readonly now: string }[]
  readonly tables: readonly PlanTable[]
  readonly hangsOn: readonly PlanTable[]
  readonly assumptions: readonly PlanAssumption[]
}

/** What the page is told of a document that was worked out. */
export const answerOf = (
  { label, id, title, notice, tables, hangsOn: weighed, assumptions }: PlanningTold,
  kept: Pick<PlanningAnswer, 'name' | 'origin' | 'adopted' | 'digest'>,
): PlanningAnswer => ({
  // The office's own document: every nation of it is told it.
  label: { ...label, releasableTo: ['ALL'] },
  ...kept,
  id,
  title,
  notice,
  results: weighed.map(({ result, now, isShare }) => ({
    result,
    now: weighedFigure(now, isShare),
  })),
  tables,
  hangsOn: weighed.map(hangsOnTable),
  assumptions,
})

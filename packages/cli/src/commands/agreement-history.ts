/**
 * `holdfast agreement history --data DIR`: judges the record anew under the text of its day, and holds the answer against
 * the candidates that stand in the record and against those that incidents took up. A difference says that the code, the
 * text or the evidence is not what it was.
 */
import { Option, type Command } from 'commander'
import {
  DiffCounter,
  isWithin,
  judgeOf,
  markOf,
  obligationsOfDay,
  type CandidateDiff,
  type CandidateMark,
  type Judged,
} from '@holdfast/core/agreement'
import type { Interval } from '@holdfast/core/units'
import {
  CommandRefused,
  iso,
  printJson,
  printTable,
  progress,
  progressDone,
} from '../output/index.ts'
import {
  daysOf,
  tellWindow,
  windowOf,
  withRecord,
  type AgreementRecord,
  type TakenUp,
} from './agreement-record.ts'
import { talliesOf } from './agreement-tally.ts'
import { tellDiff } from './agreement-tell.ts'
import { databaseOption, dataOption } from './options.ts'

/** How often progress is told. */
const PROGRESS_EVENTS = 10_000

/** What one text of a day raised. */
interface TextTold {
  readonly entry: number | null
  readonly agreement: string | null
  readonly version: string | null
  events: number
  candidates: number
}
/** What a walk over the record found. */
interface Walked {
  readonly notice: string | null
  readonly window: ReturnType<typeof tellWindow>
  readonly adoptions: readonly { entry: number; agreement: string; at: string }[]
  readonly texts: readonly TextTold[]
  readonly events: number
  readonly beforeAdoption: number
  readonly acrossAdoptions: number
  /** The candidates that stand against those that the text of the day raises. */
  readonly stands: CandidateDiff
  /** Those that incidents took up against the same. */
  readonly takenUp: CandidateDiff
  /** Taken-up candidates whose event was fused anew since, so that it bears another id. */
  readonly takenUpGone: number
}

type Marks = Map<string, CandidateMark[]>

function keep(marks: Marks, key: string, candidate: CandidateMark): void {
  const list = marks.get(key)
  if (list === undefined) marks.set(key, [markOf(candidate)])
  else list.push(markOf(candidate))
}

async function marksOf(record: AgreementRecord): Promise<{ byEvent: Marks; due: CandidateMark[] }> {
  const [byEvent, due]: [Marks, CandidateMark[]] = [new Map(), []]
  for await (const candidate of record.candidates())
    if (candidate.event === null) due.push(markOf(candidate))
    else keep(byEvent, candidate.event, candidate)
  return { byEvent, due }
}

/** What incidents took up, by event; under the empty id what rests on a deadline. */
async function takenUpBy(record: AgreementRecord): Promise<Map<string, TakenUp[]>> {
  const found = new Map<string, TakenUp[]>()
  for await (const one of record.takenUp()) {
    const event = one.candidate.event ?? ''
    found.set(event, [...(found.get(event) ?? []), one])
  }
  return found
}

/** Counts what is judged, by the text that it was judged by. */
class Texts {
  readonly #told = new Map<string, TextTold>()
  events = 0
  beforeAdoption = 0
  acrossAdoptions = 0

  add({ entry, agreement, version, isBeforeAdoption, changedBy, candidates }: Judged): void {
    const key = `${entry} ${version}`
    const told = this.#told.get(key) ?? { entry, agreement, version, events: 0, candidates: 0 }
    told.events += 1
    told.candidates += candidates.length
    this.#told.set(key, told)
    this.events += 1
    if (isBeforeAdoption) this.beforeAdoption += 1
    if (changedBy.length > 0) this.acrossAdoptions += 1
    if (this.events % PROGRESS_EVENTS === 0) progress(`${this.events} events judged`)
  }

  result() {
    const { events, beforeAdoption, acrossAdoptions } = this
    return { texts: [...this.#told.values()], events, beforeAdoption, acrossAdoptions }
  }
}

const keyOf = ({ clause, event, atMs }: CandidateMark): string =>
  event === null ? `${clause} ${atMs}` : clause

// Only the clauses that were taken up: that others are raised, too, says nothing of these.
function compareTakenUp(
  counter: DiffCounter,
  then: readonly TakenUp[],
  candidates: readonly CandidateMark[],
): void {
  const before = new Map(then.map(({ candidate }) => [keyOf(candidate), candidate]))
  counter.add(
    before.values(),
    candidates.filter((one) => before.has(keyOf(one))),
  )
}

async function walk(record: AgreementRecord, window: Interval): Promise<Walked> {
  const { adoptions, standing, dueByMs, notice } = record
  const tallies = await talliesOf(adoptions, standing, () => record.events())
  const judge = judgeOf(adoptions, standing, tallies)
  const { byEvent, due } = await marksOf(record)
  const takenUp = await takenUpBy(record)
  const [stands, taken, texts] = [new DiffCounter(), new DiffCounter(), new Texts()]
  for await (const event of record.events()) {
    const then = takenUp.get(event.id)
    takenUp.delete(event.id)
    if (!isWithin(event, window)) continue
    const judged = judge(event)
    texts.add(judged)
    stands.add(byEvent.get(event.id) ?? [], judged.candidates)
    byEvent.delete(event.id)
    if (then !== undefined) compareTakenUp(taken, then, judged.candidates)
  }
  progressDone()
  const isInWindow = ({ atMs }: CandidateMark): boolean =>
    atMs >= window.fromMs && atMs <= window.toMs
  const raised = obligationsOfDay(adoptions, standing, dueByMs)
  stands.add(due.filter(isInWindow), raised.filter(isInWindow))
  const dueTaken = (takenUp.get('') ?? []).filter(({ candidate }) => isInWindow(candidate))
  compareTakenUp(taken, dueTaken, raised)
  takenUp.delete('')
  const gone = [...takenUp.values()].flat()
  return {
    notice,
    window: tellWindow(window),
    adoptions: adoptions.map(({ entry, agreement, atMs }) => ({
      entry,
      agreement: agreement.id,
      at: iso(atMs),
    })),
    ...texts.result(),
    stands: stands.result(),
    takenUp: taken.result(),
    takenUpGone: gone.filter(({ candidate }) => isInWindow(candidate)).length,
  }
}

const differences = ({ added, dropped, changed }: CandidateDiff): number =>
  added + dropped + changed

function tell(walked: Walked): void {
  const { notice, window, adoptions, texts, stands, takenUp } = walked
  if (notice !== null) process.stdout.write(`${notice}\n`)
  process.stdout.write(
    `the monitor's view; events from ${window.from ?? 'the first'} to ${window.to ?? 'the last'}\n`,
  )
  printTable(
    'texts adopted',
    ['entry', 'agreement', 'at'],
    adoptions.map(({ entry, agreement, at }) => [entry, agreement, at]),
  )
  printTable(
    'judged by the text of its day',
    ['entry', 'version', 'events', 'candidates'],
    texts.map((one) => [
      one.entry ?? 'none',
      one.version ?? 'none in force',
      one.events,
      one.candidates,
    ]),
    `${walked.events} events; ${walked.beforeAdoption} before any text was adopted, judged by the first; ` +
      `${walked.acrossAdoptions} during which another text was adopted`,
  )
  tellDiff(stands, {
    title: 'candidates that stand in the record against those of the text of the day',
    before: 'stands',
    after: 'text of the day',
  })
  tellDiff(takenUp, {
    title: 'candidates as incidents took them up against those of the text of the day',
    before: 'taken up',
    after: 'text of the day',
  })
  if (walked.takenUpGone > 0)
    process.stdout.write(
      `  ${walked.takenUpGone} taken up rest on events that were fused anew since\n`,
    )
}

/** `holdfast agreement history`. */
export function addHistory(agreement: Command): void {
  agreement
    .command('history')
    .description('judge the record anew under the text of its day, and say what is not as it was')
    .addOption(dataOption())
    .addOption(databaseOption())
    .addOption(new Option('--days <days>', 'only events of the last days').argParser(daysOf))
    .option('--strict', 'a difference fails')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nWhat differs was raised by another code, or by another state of the evidence. A running server\nis asked for the record; what comes in meanwhile is told.\n\nExample:\n  $ holdfast agreement history --data DIR --days 90\n',
    )
    .action(
      async (asked: {
        data: string
        database?: string
        days?: number
        strict?: true
        json?: true
      }) => {
        const walked = await withRecord(asked, (record) =>
          walk(record, windowOf(record.nowMs, asked.days)),
        )
        if (asked.json === true) printJson(walked)
        else tell(walked)
        const found = differences(walked.stands) + differences(walked.takenUp)
        if (asked.strict === true && found > 0)
          throw new CommandRefused(
            `${found} candidates are not as the text of their day raises them; look at the examples`,
          )
      },
    )
}

/**
 * `holdfast agreement diff A B [EVENTS | --data DIR --days N]`: what differs between two texts, clause by clause and field
 * by field, and what that comes to in candidates.
 */
import { Option, type Command } from 'commander'
import {
  Comparison,
  asIfInForce,
  diffTexts,
  firstInForceMs,
  isWithin,
  judgeOf,
  type Agreement,
  type Compared as Judged,
  type StandingOf,
  type TextChange,
  type TextDiff,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import type { InstantMs } from '@holdfast/core/units'
import { eventsOf } from '../files/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { aloneIn, daysOf, tellWindow, windowOf, withRecord } from './agreement-record.ts'
import { agreementFrom, standingFrom } from './agreement-standing.ts'
import { talliesOf } from './agreement-tally.ts'
import { tellDiff } from './agreement-tell.ts'
import { databaseOption } from './options.ts'

interface Asked {
  readonly data?: string
  readonly database?: string
  readonly days?: number
  readonly asIf?: true
  readonly standing?: string
  readonly json?: true
}
interface Texts {
  readonly before: Agreement
  readonly after: Agreement
}
/** What the two texts come to in candidates. */
interface Compared extends Judged {
  readonly window: ReturnType<typeof tellWindow>
  /** The last version of the second text was read as in force since the first version of either. */
  readonly asIf: boolean
}

/** Days of a record that are compared where none are named. */
const DAYS = 90
/** Fields of one part that are printed; `--json` has all. */
const FIELDS_SHOWN = 12

/** A field's value as people read it: instants as such, other times in hours, what is long cut. */
function tellValue(field: string, value: unknown): string {
  if (value === undefined) return ''
  const name = field.split('.').at(-1) ?? ''
  if (typeof value === 'number' && /^(from|at|h|due)Ms$/.test(name)) return iso(value)
  if (typeof value === 'number' && name.endsWith('Ms')) return `${value / 3_600_000} h`
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 100 ? `${text.slice(0, 97)}…` : text
}

function rowsOf(name: string, change: string, fields: readonly TextChange[]): string[][] {
  if (fields.length === 0) return [[name, change, '', '', '']]
  const shown = fields.slice(0, FIELDS_SHOWN).map((one, i) => {
    const values = [tellValue(one.field, one.before), tellValue(one.field, one.after)]
    return [i === 0 ? name : '', i === 0 ? change : '', one.field, ...values]
  })
  const more = fields.length - FIELDS_SHOWN
  return more > 0 ? [...shown, ['', '', `and ${more} more`, '', '']] : shown
}

/** Prints what differs between two texts: clauses first, then the other parts. */
export function tellTexts({ parts, clauses }: TextDiff): void {
  printTable(
    'clauses that differ',
    ['clause', 'change', 'field', 'before', 'after'],
    clauses.flatMap(({ clause, change, fields, through }) => [
      ...(change === 'through' ? [] : rowsOf(clause, change, fields)),
      ...through.map((part, i) => [
        change === 'through' && i === 0 ? clause : '',
        'through',
        part,
        '',
        '',
      ]),
    ]),
  )
  printTable(
    'other parts that differ',
    ['part', 'change', 'field', 'before', 'after'],
    parts.flatMap(({ part, id, change, fields }) => rowsOf(`${part} ${id}`.trim(), change, fields)),
  )
}

/** Judges the same events by both texts. */
class Trial {
  readonly #comparison: Comparison
  readonly #fromMs: InstantMs
  readonly #asIf: boolean

  private constructor(comparison: Comparison, asked: { asIf: boolean; fromMs: InstantMs }) {
    this.#comparison = comparison
    this.#fromMs = asked.fromMs
    this.#asIf = asked.asIf
  }

  /** A trial of events that are gone through once before, where a text has clauses that count them. */
  static async over(
    { before, after }: Texts,
    standing: StandingOf,
    { events, ...asked }: { asIf: boolean; fromMs: InstantMs; events: () => AsyncIterable<Event> },
  ): Promise<Trial> {
    const sinceMs = asked.asIf ? firstInForceMs([before, after]) : undefined
    const read = sinceMs === undefined ? after : asIfInForce(after, Math.max(asked.fromMs, sinceMs))
    const [then, now] = [aloneIn(before), aloneIn(read)]
    const comparison = new Comparison(
      judgeOf(then, standing, await talliesOf(then, standing, events)),
      judgeOf(now, standing, await talliesOf(now, standing, events)),
      sinceMs,
    )
    return new Trial(comparison, asked)
  }

  take(event: Event): void {
    this.#comparison.take(event)
  }

  result(toMs: InstantMs): Compared {
    const window = tellWindow({ fromMs: this.#fromMs, toMs })
    return { window, asIf: this.#asIf, ...this.#comparison.result() }
  }
}

async function spanOf(file: string): Promise<{ fromMs: InstantMs; toMs: InstantMs }> {
  const span = { fromMs: Number.POSITIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY }
  for await (const { observed } of eventsOf(file)) {
    span.fromMs = Math.min(span.fromMs, observed.fromMs)
    span.toMs = Math.max(span.toMs, observed.toMs)
  }
  return span
}

async function onFile(texts: Texts, file: string, asked: Asked): Promise<Compared> {
  const { fromMs, toMs } = await spanOf(file)
  const standing = standingFrom(asked.standing, texts.after)
  const events = (): AsyncIterable<Event> => eventsOf(file)
  const trial = await Trial.over(texts, standing, { asIf: asked.asIf === true, fromMs, events })
  for await (const event of eventsOf(file)) trial.take(event)
  return trial.result(toMs)
}

async function onRecord(texts: Texts, data: string, asked: Asked): Promise<Compared> {
  return await withRecord({ data, database: asked.database }, async (record) => {
    const window = windowOf(record.nowMs, asked.days ?? DAYS)
    const standing =
      asked.standing === undefined ? record.standing : standingFrom(asked.standing, texts.after)
    const trial = await Trial.over(texts, standing, {
      asIf: asked.asIf === true,
      fromMs: window.fromMs,
      events: () => record.events(),
    })
    for await (const event of record.events()) if (isWithin(event, window)) trial.take(event)
    return trial.result(window.toMs)
  })
}

async function compared(
  texts: Texts,
  events: string | undefined,
  asked: Asked,
): Promise<Compared | null> {
  const { data, days } = asked
  if (events !== undefined && data !== undefined)
    throw new CommandRefused('both EVENTS and --data are named; give one of the two')
  if (data === undefined && days !== undefined)
    throw new CommandRefused('--days counts back from the clock of a record; name it with --data')
  if (events !== undefined) return await onFile(texts, events, asked)
  if (data !== undefined) return await onRecord(texts, data, asked)
  if (asked.asIf === true || asked.standing !== undefined)
    throw new CommandRefused(
      '--as-if and --standing are for candidates; name events with EVENTS or --data',
    )
  return null
}

// Without this hint "nothing differs" would be read as "the amendment does nothing".
function hintOf({ before, after }: Texts, { asIf, window, events }: Compared): string | null {
  const last = after.versions.at(-1)
  if (asIf || last === undefined || events === 0 || window.to === null) return null
  const isNew = !before.versions.some(({ id }) => id === last.id)
  return isNew && iso(last.fromMs) > window.to
    ? `version ${last.id} begins after all these events; say --as-if to see what it would have changed`
    : null
}

// Nothing was agreed yet that an amendment could change, so these are in no figure.
function earlierOf({ before, after }: Texts, { earlier }: Compared): string | null {
  if (earlier === 0) return null
  const since = iso(firstInForceMs([before, after]))
  return `${earlier} of the events began before the first version was in force (${since}): not judged`
}

function tell(texts: Texts, diff: TextDiff, candidates: Compared | null): void {
  tellTexts(diff)
  if (candidates === null) return
  const { window, events, asIf } = candidates
  tellDiff(candidates.diff, {
    title:
      `candidates of ${events} events, from ${window.from ?? 'the first'} to ${window.to ?? 'the last'}` +
      (asIf ? `, as if ${texts.after.versions.at(-1)?.id} had been in force` : ''),
    before: 'before',
    after: 'after',
  })
  for (const line of [earlierOf(texts, candidates), hintOf(texts, candidates)])
    if (line !== null) process.stdout.write(`  ${line}\n`)
}

/** `holdfast agreement diff`. */
export function addDiff(agreement: Command): void {
  agreement
    .command('diff')
    .argument('<before>', 'a YAML document')
    .argument('<after>', 'another one, or an amended one')
    .argument('[events]', 'JSON or NDJSON: events to judge by both')
    .description('what differs between two texts, clause by clause, and what that changes')
    .addOption(new Option('--data <dir>', 'judge the events of this record by both'))
    .addOption(databaseOption())
    .addOption(
      new Option('--days <days>', `the last days of the record (${DAYS})`).argParser(daysOf),
    )
    .option('--as-if', 'as if the last version of <after> had been in force since the first')
    .option('--standing <file>', 'what people declared, announced and showed (YAML or JSON)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nWhat an amendment would have changed in the last 90 days: --data DIR --days 90 --as-if.\n\nExample:\n  $ holdfast agreement diff data/agreements/minsk-2014-2015.yaml amended.yaml events.json --as-if\n',
    )
    .action(async (before: string, after: string, events: string | undefined, asked: Asked) => {
      const texts = { before: agreementFrom(before), after: agreementFrom(after) }
      const text = diffTexts(texts.before, texts.after)
      const candidates = await compared(texts, events, asked)
      if (asked.json === true) printJson({ text, candidates })
      else tell(texts, text, candidates)
    })
}

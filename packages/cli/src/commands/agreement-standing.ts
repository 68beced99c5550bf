/**
 * What people declared, announced and showed, as a document: an agreement is evaluated "as if this had been said". In a
 * deployment the same comes from entries.
 */
import type { Agreement, Notification, Standing } from '@holdfast/core/agreement'
import {
  DocumentReader,
  isRefused,
  pathOf,
  type Fields,
  type InstantMs,
} from '@holdfast/core/units'
import { readAgreement, readYaml } from '@holdfast/engine/documents'
import { readText } from '../files/index.ts'
import { CommandRefused, orRefuse } from '../output/index.ts'

const HOW = 'give a YAML or JSON document with facts, notified and met'

/** The agreement that a file states. */
export const agreementFrom = (file: string): Agreement =>
  orRefuse(readAgreement(readText(file), file)).agreement

/** A reader that knows which keys a map may have, and what the text names. */
class StandingReader extends DocumentReader {
  has(f: Fields, key: string): boolean {
    return f.value[key] !== undefined && f.value[key] !== null
  }

  only(f: Fields, keys: readonly string[]): void {
    for (const key of Object.keys(f.value))
      if (!keys.includes(key))
        this.refuse(
          pathOf(f, key),
          `this key is not known here; write one of ${keys.join(', ')}, or remove it`,
        )
  }

  /** An id that the text knows. */
  known(f: Fields, key: string, { ids, noun }: { ids: readonly string[]; noun: string }): string {
    const id = this.id(f, key)
    if (id !== '' && !ids.includes(id))
      this.refuse(
        pathOf(f, key),
        `the agreement has no ${noun} ${id}; write one of: ${ids.join(', ') || 'none is there'}`,
      )
    return id
  }

  /** An instant in words (`from`) or in milliseconds (`fromMs`, as the machine writes it). */
  time(f: Fields, key: string): InstantMs {
    const ms = f.value[`${key}Ms`]
    if (f.value[key] === undefined && ms !== undefined)
      return this.number(f, `${key}Ms`, { min: -8.64e15, max: 8.64e15 })
    return this.instant(f, key)
  }

  times(f: Fields): { fromMs: InstantMs; toMs: InstantMs } {
    const [fromMs, toMs] = [this.time(f, 'from'), this.time(f, 'to')]
    if (toMs < fromMs) this.refuse(pathOf(f, 'to'), 'lies before from; swap the two')
    return { fromMs, toMs }
  }
}

const timeKeys = (...keys: readonly string[]): string[] => keys.flatMap((key) => [key, `${key}Ms`])

function readFact(r: StandingReader, f: Fields, text: Agreement): Standing['facts'][number] {
  r.only(f, ['fact', 'entry', ...timeKeys('from', 'until')])
  const fromMs = r.time(f, 'from')
  const untilMs = r.has(f, 'until') || r.has(f, 'untilMs') ? r.time(f, 'until') : null
  if (untilMs !== null && untilMs < fromMs)
    r.refuse(pathOf(f, 'until'), 'lies before from; swap the two')
  const ids = text.facts.map(({ id }) => id)
  return { fact: r.known(f, 'fact', { ids, noun: 'fact' }), fromMs, untilMs, entry: entryOf(r, f) }
}

const entryOf = (r: StandingReader, f: Fields): number =>
  r.has(f, 'entry') ? r.whole(f, 'entry', Number.MAX_SAFE_INTEGER) : 0

function readPlace(r: StandingReader, f: Fields): Notification['place'] {
  r.only(f, ['position', 'radiusM'])
  const at = r.map(f, 'position')
  r.only(at, ['lonDeg', 'latDeg'])
  return {
    position: {
      lonDeg: r.number(at, 'lonDeg', { min: -180, max: 180 }),
      latDeg: r.number(at, 'latDeg', { min: -90, max: 90 }),
    },
    radiusM: r.positive(f, 'radiusM', 1_000_000),
  }
}

function readNotified(r: StandingReader, f: Fields, text: Agreement): Notification {
  r.only(f, [
    ...timeKeys('from', 'to', 'announced'),
    'id',
    'rule',
    'party',
    'title',
    'place',
    'late',
    'withdrawn',
    'entry',
  ])
  const ids = text.notified.map(({ id }) => id)
  const rule = r.known(f, 'rule', { ids, noun: 'rule of notified activities' })
  const noticeMs = text.notified.find(({ id }) => id === rule)?.noticeMs ?? 0
  const { fromMs, toMs } = r.times(f)
  const announcedMs = r.time(f, 'announced')
  const entry = entryOf(r, f)
  return {
    id: r.has(f, 'id') ? r.id(f, 'id') : `N-${entry}`,
    rule,
    party: r.oneOf(f, 'party', ['A', 'B', 'mission']),
    title: r.has(f, 'title') ? r.text(f, 'title') : rule,
    fromMs,
    toMs,
    place: readPlace(r, r.map(f, 'place')),
    announcedMs,
    late: announcedMs > fromMs - noticeMs,
    withdrawn: r.has(f, 'withdrawn') && r.boolean(f, 'withdrawn'),
    entry,
  }
}

function readMet(r: StandingReader, f: Fields, text: Agreement): Standing['met'][number] {
  r.only(f, ['clause', 'party', 'entry', ...timeKeys('due')])
  const ids = text.obligations.map(({ clause }) => clause)
  return {
    clause: r.known(f, 'clause', { ids, noun: 'obligation' }),
    party: r.oneOf(f, 'party', ['A', 'B']),
    dueMs: r.time(f, 'due'),
    entry: entryOf(r, f),
  }
}

/**
 * What a document says was declared, announced and shown. Undefined where no file is named: then nothing is known of it,
 * which is not the same as nothing having been said.
 */
export function standingFrom(file: string | undefined, text: Agreement): Standing | undefined {
  if (file === undefined) return undefined
  const yaml = readYaml(readText(file, HOW), file)
  if (isRefused(yaml)) throw new CommandRefused(yaml.refused)
  const r = new StandingReader(yaml.at)
  const f = r.root(yaml.value)
  r.only(f, ['facts', 'notified', 'met'])
  const listOf = (key: string): readonly Fields[] => (r.has(f, key) ? r.maps(f, key) : [])
  const standing = {
    facts: listOf('facts').map((one) => readFact(r, one, text)),
    notified: listOf('notified').map((one) => readNotified(r, one, text)),
    met: listOf('met').map((one) => readMet(r, one, text)),
  }
  if (r.errors.length > 0) throw new CommandRefused(r.errors.join('\n'))
  return standing
}

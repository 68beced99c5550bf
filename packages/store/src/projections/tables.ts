/**
 * The only list of the projections' tables and columns: the DDL, the bulk upserts and the reads are made from it. Each
 * row keeps its document whole; the columns beside it only repeat what is queried or sorted by.
 */
import type { Candidate } from '@holdfast/core/agreement'
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import type { Engagement, Event } from '@holdfast/core/fuse'
import type { Gap } from '@holdfast/core/generate'
import type { MovementPlan } from '@holdfast/core/move'
import type { Observation, Source } from '@holdfast/core/observe'
import type { Clock } from '@holdfast/core/respond'
import type { Incident } from '@holdfast/core/verify'

/** A document with its key. */
export interface Identified {
  readonly id: string
}
/** What each table holds. A gap's id is its requirement, a plan's its network, an entry's its log index in decimal. */
export interface Documents {
  readonly observation: Observation
  readonly source: Source
  readonly event: Event
  readonly engagement: Engagement
  readonly candidate: Candidate
  readonly incident: Incident
  readonly clock: Clock
  readonly gap: Gap & Identified
  readonly plan: MovementPlan & Identified
  readonly entry: (Entry | Tombstone) & Identified
}
/** A table's name. */
export type Table = keyof Documents

/** A column repeated from the document: `path` leads to its value there; a missing one is null. */
export interface Column {
  readonly type: 'text' | 'bigint' | 'double precision'
  readonly path: readonly string[]
}
/** One table: its query columns, and the one that rows are listed by before their id (null: by id alone). */
export interface TableSpec {
  readonly columns: Readonly<Record<string, Column>>
  readonly order: string | null
}

const text = (...path: string[]): Column => ({ type: 'text', path })
const bigint = (...path: string[]): Column => ({ type: 'bigint', path })
const double = (...path: string[]): Column => ({ type: 'double precision', path })

/** Every table. The columns named by `order` are never null in their documents. */
export const TABLES: Readonly<Record<Table, TableSpec>> = {
  observation: {
    columns: {
      from_ms: bigint('observed', 'fromMs'),
      to_ms: bigint('observed', 'toMs'),
      kind: text('category'),
      phase: text('phase'),
      source: text('source'),
      // Where the observer stood, which is never where the event was.
      observer_lon: double('observer', 'position', 'lonDeg'),
      observer_lat: double('observer', 'position', 'latDeg'),
    },
    order: 'from_ms',
  },
  source: { columns: { kind: text('kind'), nation: text('nation') }, order: null },
  event: {
    columns: {
      from_ms: bigint('observed', 'fromMs'),
      to_ms: bigint('observed', 'toMs'),
      kind: text('kind'),
      phase: text('phase'),
      lon: double('estimate', 'position', 'lonDeg'),
      lat: double('estimate', 'position', 'latDeg'),
    },
    order: 'from_ms',
  },
  engagement: {
    columns: { from_ms: bigint('observed', 'fromMs'), to_ms: bigint('observed', 'toMs') },
    order: 'from_ms',
  },
  candidate: {
    columns: { at_ms: bigint('atMs'), clause: text('clause'), event: text('event') },
    order: 'at_ms',
  },
  incident: { columns: { since_ms: bigint('sinceMs'), status: text('status') }, order: 'since_ms' },
  clock: {
    columns: { due_ms: bigint('dueAtMs'), status: text('status'), incident: text('incident') },
    order: 'due_ms',
  },
  gap: { columns: { kind: text('why') }, order: null },
  plan: { columns: { status: text('status') }, order: null },
  entry: {
    columns: { log_index: bigint('index'), at_ms: bigint('atMs'), kind: text('kind') },
    order: 'log_index',
  },
}
/** Every table's name, in the order of the loop. */
export const TABLE_NAMES = Object.keys(TABLES) as readonly Table[]

/** What is asked of the movement desk, as it came from outside. */
import { DocumentReader, isRefused, pathOf } from '@holdfast/core/units'
import type { At, Fields, Refused } from '@holdfast/core/units'
import { CHOSEN_FAULTS_MAX, readChosenFaults } from '@holdfast/core/move/contingency'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MovementModel } from '@holdfast/core/move/model'
import { readFaultModel, SEED_MAX } from '@holdfast/core/move/simulate'

/** Most replications of one simulation that the server runs. */
export const SERVED_REPLICATIONS_MAX = 20_000
/** Most pairs for each leg and node that the server runs. */
export const SERVED_PAIRS_MAX = 200
/** Most bottlenecks priced by a second solve each. */
const PRICE_MAX = 20
const [PRICE, REPLICATIONS, PAIRS, SEED] = [3, 1_000, 10, 1]

/** What a job shall do. `of` is a job's id, or `adopted`. */
export type AskedJob =
  | { readonly kind: 'solve'; readonly price: number }
  | {
      readonly kind: 'replan'
      readonly of: string
      readonly price: number
      readonly faults: readonly ChosenFault[]
    }
  | {
      readonly kind: 'simulate'
      readonly of: string
      readonly replications: number
      readonly seed: number
      readonly pairs: number
      /** The faults that the kinds of places suggest, none, or those of the document in `faults`. */
      readonly chances: 'reference' | 'none' | 'stated'
      /** A fault model as `holdfast move simulate --faults` reads it; null where it is not stated. */
      readonly faults: unknown
    }
/** What is put on record: the plan of a job, as it was seen. */
export interface AskedAdoption {
  readonly job: string
  readonly digest: string
  readonly reason: string
}

const at: At = () => 'request'
const KEYS: Readonly<Record<AskedJob['kind'], readonly string[]>> = {
  solve: ['kind', 'price'],
  replan: ['kind', 'of', 'faults', 'price'],
  simulate: ['kind', 'of', 'replications', 'seed', 'pairs', 'chances', 'faults'],
}

function refuseUnknown(reader: DocumentReader, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(pathOf(fields, key), `is not read here; write one of ${known.join(', ')}`)
}

/** A whole number that may be left out. */
function wholeOr(
  reader: DocumentReader,
  fields: Fields,
  key: string,
  { other, min, max }: { readonly other: number; readonly min: number; readonly max: number },
): number {
  if (fields.value[key] === undefined) return other
  const value = reader.whole(fields, key, max)
  if (value < min) reader.refuse(pathOf(fields, key), `is ${value}; write at least ${min}`)
  return value
}

/** Reads what is asked; faults are read against the model in force. The refusal holds one line for each error. */
export function readAskedJob(value: unknown, model: MovementModel): AskedJob | Refused {
  const reader = new DocumentReader(at)
  const fields = reader.root(value)
  const kind = reader.oneOf(fields, 'kind', ['solve', 'replan', 'simulate'])
  if (reader.errors.length === 0) refuseUnknown(reader, fields, KEYS[kind])
  const job = readKind(reader, fields, kind)
  if (reader.errors.length > 0) return { refused: reader.errors.join('\n') }
  if (job.kind === 'simulate' && job.chances === 'stated') {
    const stated = readFaultModel(job.faults, model, (path) => `request: faults.${path}`)
    return isRefused(stated) ? stated : job
  }
  if (job.kind !== 'replan') return job
  const faults = readChosenFaults(fields.value['faults'], model, at)
  return isRefused(faults) ? faults : { ...job, faults }
}

function readKind(reader: DocumentReader, fields: Fields, kind: AskedJob['kind']): AskedJob {
  const price = (): number =>
    wholeOr(reader, fields, 'price', { other: PRICE, min: 0, max: PRICE_MAX })
  switch (kind) {
    case 'solve':
      return { kind, price: price() }
    case 'replan':
      reader.maps(fields, 'faults', CHOSEN_FAULTS_MAX)
      return { kind, of: reader.text(fields, 'of'), price: price(), faults: [] }
    case 'simulate':
      return {
        kind,
        of: reader.text(fields, 'of'),
        replications: wholeOr(reader, fields, 'replications', {
          other: REPLICATIONS,
          min: 1,
          max: SERVED_REPLICATIONS_MAX,
        }),
        seed: wholeOr(reader, fields, 'seed', { other: SEED, min: 0, max: SEED_MAX }),
        pairs: wholeOr(reader, fields, 'pairs', { other: PAIRS, min: 0, max: SERVED_PAIRS_MAX }),
        ...chancesOf(reader, fields),
      }
  }
}

/** Where the faults come from; a document in `faults` is what is meant, and goes with nothing else. */
function chancesOf(
  reader: DocumentReader,
  fields: Fields,
): Pick<Extract<AskedJob, { readonly kind: 'simulate' }>, 'chances' | 'faults'> {
  const faults = fields.value['faults'] ?? null
  const isTold = fields.value['chances'] !== undefined
  const chances = isTold
    ? reader.oneOf(fields, 'chances', ['reference', 'none', 'stated'])
    : faults === null
      ? 'reference'
      : 'stated'
  if (faults === null && chances === 'stated')
    reader.refuse(
      pathOf(fields, 'faults'),
      'is missing; write the fault model (docs/specs/movement-simulation.md)',
    )
  if (faults !== null && chances !== 'stated')
    reader.refuse(
      pathOf(fields, 'chances'),
      `is ${chances}, and faults are stated too; write stated, or leave one of the two out`,
    )
  return { chances, faults }
}

/** Reads an adoption. */
export function readAskedAdoption(value: unknown): AskedAdoption | Refused {
  const reader = new DocumentReader(at)
  const fields = reader.root(value)
  refuseUnknown(reader, fields, ['job', 'digest', 'reason'])
  const asked = {
    job: reader.text(fields, 'job'),
    digest: reader.text(fields, 'digest'),
    reason: reader.text(fields, 'reason'),
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : asked
}

/** What a job is, in a line. */
export function titleOf(asked: AskedJob): string {
  switch (asked.kind) {
    case 'solve':
      return 'Plan as everything holds'
    case 'replan':
      return `Plan under ${asked.faults.length} chosen ${asked.faults.length === 1 ? 'fault' : 'faults'}`
    case 'simulate':
      return `${asked.replications} replications of ${asked.of}, seed ${asked.seed}`
  }
}

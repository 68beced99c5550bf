/** Reads an answer whole, its figures as they are told: `forces check` holds them against the assignments. */
import { DocumentReader } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { isAbsent, wholeFrom, wholeOrNull } from './fields.ts'
import { readForceAssignments } from './parse-start.ts'
import { PACKAGES_MAX, QUANTITY_MAX, ROTATIONS_MAX } from './types.ts'
import type { ForceSolution, ObjectiveLevel } from './types.ts'

/** Above every sum of line-rotations and costs that a model within its limits comes to. */
const FIGURE_MAX = 1e12
const COUNT_MAX = PACKAGES_MAX * QUANTITY_MAX
const SHARE = { min: 0, max: 1 } as const
const FIGURE = { min: 0, max: FIGURE_MAX } as const

function readLevel(reader: DocumentReader, fields: Fields): ObjectiveLevel {
  const isLast = fields.value['level'] === 'acceptance'
  return {
    level: isLast ? 'acceptance' : wholeFrom(reader, fields, 'level', [1, 9]),
    objective: reader.number(fields, 'objective', FIGURE),
    bound: reader.number(fields, 'bound', FIGURE),
    given: reader.oneOf(fields, 'given', ['priorities', 'lines']),
    gap: reader.number(fields, 'gap', SHARE),
  }
}

/**
 * A document of the form docs/reference/force-solution.schema.json, read as it stands; that its figures are right is the
 * checker's to find. The refusal holds one line for each error.
 */
export function parseForceSolution(value: unknown, at: At): ForceSolution | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  const seconds = reader.map(root, 'seconds')
  const count = (fields: Fields, key: string): number =>
    wholeFrom(reader, fields, key, [0, COUNT_MAX])
  const rotation = (fields: Fields): number =>
    wholeFrom(reader, fields, 'rotation', [1, ROTATIONS_MAX])
  const rowsMax = PACKAGES_MAX * ROTATIONS_MAX
  const solution: ForceSolution = {
    model: reader.id(root, 'model'),
    status: reader.oneOf(root, 'status', [
      'optimal',
      'feasible',
      'infeasible',
      'unbounded',
      'failed',
    ]),
    reason: isAbsent(root, 'reason') ? null : reader.text(root, 'reason'),
    weighedFrom: wholeOrNull(reader, root, 'weighedFrom', [1, 9]),
    levels: reader.maps(root, 'levels').map((fields) => readLevel(reader, fields)),
    objective: reader.number(root, 'objective', FIGURE),
    bound: reader.number(root, 'bound', FIGURE),
    gap: reader.number(root, 'gap', SHARE),
    gapAsked: reader.number(root, 'gapAsked', SHARE),
    assignments: readForceAssignments(reader, root),
    shortfalls: reader.maps(root, 'shortfalls', rowsMax).map((fields) => ({
      line: reader.id(fields, 'line'),
      rotation: rotation(fields),
      required: count(fields, 'required'),
      delivered: count(fields, 'delivered'),
      shortfall: count(fields, 'shortfall'),
    })),
    headcounts: reader.maps(root, 'headcounts', rowsMax).map((fields) => ({
      nation: reader.id(fields, 'nation'),
      rotation: rotation(fields),
      persons: count(fields, 'persons'),
      personsMax: wholeOrNull(reader, fields, 'personsMax', [0, COUNT_MAX]),
    })),
    engine: reader.oneOf(root, 'engine', ['heuristic', 'highs', 'both']),
    seconds: {
      first: reader.number(seconds, 'first', FIGURE),
      total: reader.number(seconds, 'total', FIGURE),
      cpu: reader.number(seconds, 'cpu', FIGURE),
    },
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : solution
}

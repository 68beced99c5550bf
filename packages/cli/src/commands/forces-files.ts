/** What the `forces` commands on files share: reading models and answers, numbers of options. */
import { parseForceModel, parseForceSolution, parseForceStart } from '@holdfast/core/generate/model'
import type { ForceAssignment, ForceModel, ForceSolution } from '@holdfast/core/generate/model'
import { isRefused } from '@holdfast/core/units'
import { readYaml } from '@holdfast/engine/documents'
import { readText } from '../files/index.ts'
import { CommandRefused, orRefuse } from '../output/index.ts'

/** A force model from a JSON (or YAML) file; errors bear line and column. */
export function readModel(file: string): ForceModel {
  const how = 'give the path of a force model (docs/reference/force-model.schema.json)'
  const read = orRefuse(readYaml(readText(file, how), file))
  return orRefuse(parseForceModel(read.value, read.at))
}

/** The assignments of an answer's file. */
export function readAssignments(file: string): readonly ForceAssignment[] {
  const how = 'give the path of an answer of `forces solve`'
  const read = orRefuse(readYaml(readText(file, how), file))
  const start = parseForceStart(read.value, read.at)
  if (isRefused(start)) throw new CommandRefused(start.refused)
  return start.assignments
}

/** What a file holds of an answer. */
export interface AnswerFile {
  readonly assignments: readonly ForceAssignment[]
  /** With its figures; null where it tells none. */
  readonly solution: ForceSolution | null
}

/** An answer's file: whole, or its assignments alone where it has no levels. */
export function readAnswer(file: string): AnswerFile {
  const how = 'give the path of an answer of `forces solve`'
  const read = orRefuse(readYaml(readText(file, how), file))
  if (!hasLevels(read.value))
    return {
      assignments: orRefuse(parseForceStart(read.value, read.at)).assignments,
      solution: null,
    }
  const solution = orRefuse(parseForceSolution(read.value, read.at))
  return { assignments: solution.assignments, solution }
}

const hasLevels = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'levels')

/** The number that an option gives, in a range. */
export function numberOf(
  option: string,
  text: string,
  { min, max, unit }: { readonly min: number; readonly max: number; readonly unit: string },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= min && value <= max))
    throw new CommandRefused(`${option} ${text}: write ${unit} from ${min} to ${max}`)
  return value
}

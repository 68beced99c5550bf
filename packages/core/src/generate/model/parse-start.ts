/** Reads the assignments of an earlier answer, to start from. Its figures are not read: they are worked out anew. */
import { DocumentReader } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { wholeFrom } from './fields.ts'
import { PACKAGES_MAX, ROTATIONS_MAX } from './types.ts'
import type { ForceAssignment } from './types.ts'

/**
 * The assignments of a document of the form docs/reference/force-solution.schema.json. Those that a changed model no longer
 * has are the caller's to leave out. The refusal holds one line for each error.
 */
export function parseForceStart(
  value: unknown,
  at: At,
): { readonly assignments: readonly ForceAssignment[] } | Refused {
  const reader = new DocumentReader(at)
  const assignments = readForceAssignments(reader, reader.root(value))
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : { assignments }
}

/** The list `assignments` of a document. */
export const readForceAssignments = (
  reader: DocumentReader,
  root: Fields,
): readonly ForceAssignment[] =>
  reader.maps(root, 'assignments', PACKAGES_MAX * ROTATIONS_MAX).map((fields) => ({
    package: reader.id(fields, 'package'),
    line: reader.id(fields, 'line'),
    rotation: wholeFrom(reader, fields, 'rotation', [1, ROTATIONS_MAX]),
  }))

/** Assignments as values of a program's variables, to start a solve from, and back. */
import type { ForceIndex, Pair } from './force-index.ts'
import type { ForceProgram } from './force-scope.ts'
import type { ForceAssignment } from './types.ts'

/** The values of a program's variables that stand for the assignments; those of lines outside it are passed over. */
export function startOf(
  index: ForceIndex,
  program: ForceProgram,
  assignments: readonly ForceAssignment[],
): readonly number[] {
  const values = program.variables.map(({ lower }) => lower)
  const chosen = new Set(assignments.map((a) => `${a.package} ${a.line} ${a.rotation}`))
  const bySlot = new Map<number, Pair[]>()
  for (const { variable, pair, rotation } of program.serves) {
    const { pack, line } = index.pairs[pair] ?? { pack: -1, line: -1 }
    const key = `${index.packages[pack]?.id} ${index.lines[line]?.id} ${rotation + 1}`
    if (!chosen.has(key)) continue
    values[variable] = 1
    values[program.duty.get(pack * index.rotations + rotation) ?? variable] = 1
    const found = index.pairs[pair]
    const slot = line * index.rotations + rotation
    if (found !== undefined) bySlot.set(slot, [...(bySlot.get(slot) ?? []), found])
  }
  for (const { line, rotation, lacks, lead, nations } of program.slots) {
    const on = bySlot.get(line * index.rotations + rotation) ?? []
    const packs = on.map(({ pack }) => index.packages[pack])
    const delivered = packs.reduce((total, offer) => total + (offer?.quantity ?? 0), 0)
    values[lacks] = Math.max(0, (index.lines[line]?.quantity ?? 0) - delivered)
    if (lead !== null) values[lead] = packs.some((offer) => offer?.canLead === true) ? 1 : 0
    for (const [nation, variable] of nations)
      values[variable] = on.some(({ pack }) => index.nationOf[pack] === nation) ? 1 : 0
  }
  return values
}

/** The assignments that values of a program's variables stand for. */
export function readServes(
  index: ForceIndex,
  program: ForceProgram,
  values: readonly number[],
): readonly ForceAssignment[] {
  return program.serves.flatMap(({ variable, pair, rotation }) => {
    if (Math.round(values[variable] ?? 0) !== 1) return []
    const { pack, line } = index.pairs[pair] ?? { pack: -1, line: -1 }
    const [offer, need] = [index.packages[pack], index.lines[line]]
    if (offer === undefined || need === undefined) return []
    return [{ package: offer.id, line: need.id, rotation: rotation + 1 }]
  })
}

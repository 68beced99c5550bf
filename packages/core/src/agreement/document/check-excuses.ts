import type { DocumentReader } from '../../units/index.ts'
import { checkName } from './check-names.ts'
import { notifiedNames } from './check-rules.ts'
import { everyExcuse, partsOf } from './excuse.ts'
import type { Excuse } from './excuse.ts'
import { AGREEMENT_LIMITS } from './limits.ts'
import type { Agreement, Provision } from './types.ts'

function checkParts(r: DocumentReader, excuse: Excuse, path: string): void {
  const parts = partsOf(excuse)
  if (parts === null || parts.members.length > 1) return
  const { how, members } = parts
  r.refuse(
    `${path}.${how}`,
    members.length === 0
      ? 'the list is empty; name the exceptions that it is made of'
      : `names only one exception; write that one without ${how}, or name what belongs to it`,
  )
}

/** The exceptions of a clause: each id once in the clause, no group of fewer than two, every rule there. */
export function checkExcuses(
  r: DocumentReader,
  agreement: Agreement,
  { provision, path }: { readonly provision: Provision; readonly path: string },
): void {
  const every = everyExcuse(provision.unless, `${path}.unless`)
  r.refuseRepeats(
    every.map(({ excuse }) => excuse.id),
    (i) => `${every[i]?.path ?? path}.id`,
  )
  const max = AGREEMENT_LIMITS.exceptions
  if (every.length > max)
    r.refuse(
      `${path}.unless`,
      `has ${every.length} exceptions, those within others counted; the most is ${max}`,
    )
  for (const one of every) {
    checkParts(r, one.excuse, one.path)
    const { notified } = one.excuse
    if (notified !== undefined)
      checkName(r, { id: notified, path: `${one.path}.notified` }, notifiedNames(agreement))
  }
}

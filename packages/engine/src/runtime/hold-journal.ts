import { join } from 'node:path'
import { toHex } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import {
  Journal,
  loadOrCreateSigner,
  randomSalts,
  seededSalts,
  seededSigner,
  type Recovered,
} from '@holdfast/store/journal'
import { ObservationIndex } from '@holdfast/store/observation-index'
import type { Deployment } from './deployment.ts'

/** A journal under its lock with the index of its observations, and what opening it had to cut. */
export interface HeldJournal {
  readonly journal: Journal
  readonly index: ObservationIndex
  readonly recovered: Recovered
}

/** Takes the directory's lock and opens its journal: nothing else may touch the directory before. */
export async function holdJournal(
  dir: string,
  deployment: Deployment,
): Promise<HeldJournal | Refused> {
  const signer =
    deployment.seed === null
      ? await loadOrCreateSigner({ dir, file: 'log.key', name: deployment.origin })
      : seededSigner(deployment.origin, deployment.seed)
  if (isRefused(signer)) return signer
  const opened = await Journal.open({
    dir: join(dir, 'journal'),
    origin: deployment.origin,
    signer,
    salt: deployment.seed === null ? randomSalts : seededSalts(deployment.seed),
  })
  if (isRefused(opened)) return opened
  const { journal, recovered } = opened
  const index = await ObservationIndex.open(join(dir, 'observation-index'), (size) =>
    size > journal.size ? null : toHex(journal.rootHash(size)),
  )
  return { journal, index, recovered }
}

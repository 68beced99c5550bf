import type { Claim } from '../types.ts'

/** A claim for an office that is told neither its words nor who said, filed, confirmed or took it back. */
export function wordless({
  party,
  stance,
  atMs,
  entry,
  alleges,
  confirmed,
  takenBack,
}: Claim): Claim {
  return {
    party,
    stance,
    text: '',
    atMs,
    entry,
    ...(alleges === undefined ? {} : { alleges }),
    ...(confirmed === undefined ? {} : { confirmed: { ...confirmed, officer: '' } }),
    ...(takenBack === undefined ? {} : { takenBack }),
  }
}

import type { Label } from '@holdfast/core/nations'
import { line, list, object, refine, text, unique, word } from '../report/index.ts'
import type { Shape } from '../report/index.ts'

/**
 * A release label of the nation that a track comes from. It is kept and never widened. A label that cannot be evaluated
 * here denies: what bears it is refused, because to guess what an unknown word allows is to release it.
 */

/** Another's label: in our terms, and as it was written. */
export interface OwnLabel {
  readonly label: Pick<Label, 'policy' | 'classification' | 'releasableTo'>
  readonly said: string
}

type Classification = Label['classification']
const NATO: Readonly<Record<string, Classification>> = {
  'NATO UNCLASSIFIED': 'UNCLASSIFIED',
  'NATO RESTRICTED': 'RESTRICTED',
  'NATO CONFIDENTIAL': 'CONFIDENTIAL',
  'NATO SECRET': 'SECRET',
}
const OWN: Readonly<Record<string, Classification>> = {
  UNCLASSIFIED: 'UNCLASSIFIED',
  RESTRICTED: 'RESTRICTED',
  CONFIDENTIAL: 'CONFIDENTIAL',
  SECRET: 'SECRET',
}
const OF_POLICY = { HOLDFAST: OWN, NATO } as const
const NATIONS_MAX = 64
const CAVEATS_MAX = 16

const releasable = text(
  {
    pattern: '^(?:ALL|[A-Z]{3})$',
    max: 3,
    mend: 'name each nation by its ISO 3166-1 alpha-3 code, or ALL; groups (NATO, EU, FVEY) cannot be evaluated here, and what cannot be evaluated denies',
  },
  'An ISO 3166-1 alpha-3 code, or ALL.',
)

// Refused and not left out of sight: a restriction that nobody here can keep denies.
const caveats: Shape<readonly string[]> = {
  ...refine(list(line(64, 'A caveat.'), { min: 0, max: CAVEATS_MAX }, ''), (given, tell) => {
    if (given.length > 0)
      tell(
        '',
        `${JSON.stringify(given.join(', '))} cannot be evaluated here, and what cannot be evaluated denies; ask the originator for a label without caveats`,
      )
    return given
  }),
  schema: {
    type: 'array',
    maxItems: 0,
    description:
      'Further restrictions. None can be evaluated here, so the list must be there and be empty: a track that bears one is refused.',
  },
}

/** The label of a track. */
export const ownLabel: Shape<OwnLabel> = refine(
  object(
    {
      policy: word(
        ['HOLDFAST', 'NATO'],
        'Policy (STANAG 4774) that the classification belongs to.',
      ),
      classification: word(
        [...Object.keys(OWN), ...Object.keys(NATO)],
        'NATO classifications are kept at their own height; any above SECRET is refused.',
      ),
      releasableTo: unique(
        list(
          releasable,
          { min: 1, max: NATIONS_MAX },
          'Nations that it may be released to; ALL stands alone.',
        ),
      ),
      caveats,
    },
    'The release label of the originating nation: kept, never widened. One that cannot be evaluated denies, and the track is refused.',
  ),
  ({ policy, classification, releasableTo }, tell): OwnLabel => {
    const known = OF_POLICY[policy]
    if (!Object.hasOwn(known, classification))
      tell(
        '/classification',
        `${classification} is no classification of ${policy}; give one of ${Object.keys(known).join(', ')}`,
      )
    if (releasableTo.includes('ALL') && releasableTo.length > 1)
      tell(
        '/releasableTo',
        'names ALL and nations; give ALL alone only where all nations are meant',
      )
    return {
      label: {
        policy: 'HOLDFAST',
        classification: known[classification] ?? 'SECRET',
        releasableTo,
      },
      said: `${policy}: ${classification}, releasable to ${releasableTo.join(', ')}`,
    }
  },
)

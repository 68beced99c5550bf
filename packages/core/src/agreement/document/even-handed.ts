import { completed } from './complete.ts'
import { PARTIES } from './types.ts'
import type { Agreement, Baseline, PartyId, Zone } from './types.ts'

/** How a text weighs on each party: how many of its provisions and obligations bind whom. */
export interface Balance {
  readonly both: number
  readonly onlyA: number
  readonly onlyB: number
  /** What binds one party only, and the reason given. */
  readonly oneSided: readonly {
    readonly clause: string
    readonly party: PartyId
    readonly why: string
  }[]
  /** Bands and parts of the baseline that stand for one party only, by their path, and the reason given. */
  readonly places: readonly {
    readonly path: string
    readonly party: PartyId
    readonly why: string
  }[]
}

/** Counts what binds both parties and what binds one of them. */
export function balanceOf(agreement: Agreement): Balance {
  const oneSided = [
    ...agreement.provisions.flatMap(({ clause, binds }) =>
      binds === undefined ? [] : [{ clause, party: binds.party, why: binds.why }],
    ),
    ...agreement.obligations.flatMap(({ clause, party, why }) =>
      party === 'both' ? [] : [{ clause, party, why: why ?? '' }],
    ),
  ]
  const only = (party: PartyId): number => oneSided.filter((one) => one.party === party).length
  const all = agreement.provisions.length + agreement.obligations.length
  return {
    both: all - oneSided.length,
    onlyA: only('A'),
    onlyB: only('B'),
    oneSided,
    places: placesOf(completed(agreement)).map(({ path, party, why }) => ({ path, party, why })),
  }
}

interface Place {
  readonly path: string
  readonly party: PartyId
  readonly why: string
  readonly problem: string
}

const other = (party: PartyId): PartyId => (party === 'A' ? 'B' : 'A')

type Band = Extract<Zone, { kind: 'band' }>

/** Whether the other side has a band of the same distances, here or in one for both. */
const isMirrored = (band: Band, zones: readonly Zone[]): boolean =>
  zones.some(
    (one) =>
      one.kind === 'band' &&
      one.side !== band.side &&
      one.fromM === band.fromM &&
      one.toM === band.toM,
  )

function bandsOf(zones: readonly Zone[]): readonly Place[] {
  return zones.flatMap((zone, i) => {
    if (zone.kind !== 'band' || zone.side === 'both' || isMirrored(zone, zones)) return []
    const problem =
      `the band lies on party ${zone.side}'s ground only; draw the same on party ${other(zone.side)}'s, ` +
      'or say why'
    return [{ path: `zones.${i}`, party: zone.side, why: zone.why ?? '', problem }]
  })
}

/** Minefields are left out: a party that laid none has none to record. */
const DECLARED = ['holdingAreas', 'weapons', 'contacts'] as const

function declaredOf(baseline: Baseline): readonly Place[] {
  return DECLARED.flatMap((key) =>
    PARTIES.flatMap((party) => {
      const parts: readonly { readonly party: PartyId }[] = baseline[key]
      if (parts.length === 0 || parts.some((one) => one.party !== party)) return []
      const problem =
        `names party ${party}'s only; add party ${other(party)}'s, ` +
        'or say why under baseline.why'
      return [{ path: `baseline.${key}`, party, why: baseline.why ?? '', problem }]
    }),
  )
}

/** A site is left out: it lies where it lies, on one party's ground. */
function placesOf({ zones, baseline }: Agreement): readonly Place[] {
  return [...bandsOf(zones), ...(baseline === null ? [] : declaredOf(baseline))]
}

const bindsOne = (party: PartyId, cure: string): string =>
  `binds party ${party} only; say why, or ${cure}`

/**
 * What makes an agreement one-sided: a clause that binds one party, a band on one side, or a baseline that names one
 * party's holding areas, weapons or contacts, without saying why. A reason makes it lawful to write, because real texts
 * hold such clauses; it stays visible in `balanceOf`.
 */
export function unfair(
  value: Agreement,
): readonly { readonly path: string; readonly problem: string }[] {
  const agreement = completed(value)
  return [
    ...agreement.provisions.flatMap(({ binds }, i) =>
      binds !== undefined && binds.why.trim() === ''
        ? [
            {
              path: `provisions.${i}.binds`,
              problem: bindsOne(binds.party, 'remove binds so that it binds both'),
            },
          ]
        : [],
    ),
    ...agreement.obligations.flatMap(({ party, why }, i) =>
      party !== 'both' && (why ?? '').trim() === ''
        ? [{ path: `obligations.${i}`, problem: bindsOne(party, 'write both') }]
        : [],
    ),
    ...placesOf(agreement)
      .filter(({ why }) => why.trim() === '')
      .map(({ path, problem }) => ({ path, problem })),
  ]
}

import type { Agreement, PartyId } from './types.ts'

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
  return { both: all - oneSided.length, onlyA: only('A'), onlyB: only('B'), oneSided }
}

const problem = (party: PartyId, cure: string): string =>
  `binds party ${party} only; say why, or ${cure}`

/**
 * What makes an agreement one-sided: a clause that binds one party without saying why. A reason makes it lawful to
 * write, because real texts hold such clauses; it stays visible in `balanceOf`.
 */
export function unfair(
  agreement: Agreement,
): readonly { readonly path: string; readonly problem: string }[] {
  return [
    ...agreement.provisions.flatMap(({ binds }, i) =>
      binds !== undefined && binds.why.trim() === ''
        ? [
            {
              path: `provisions.${i}.binds`,
              problem: problem(binds.party, 'remove binds so that it binds both'),
            },
          ]
        : [],
    ),
    ...agreement.obligations.flatMap(({ party, why }, i) =>
      party !== 'both' && (why ?? '').trim() === ''
        ? [{ path: `obligations.${i}`, problem: problem(party, 'write both') }]
        : [],
    ),
  ]
}

/**
 * Which rule keeps a line unmet that not even lacks less alone: enough may be pledged, and something else hold it back.
 * Each kind of rule is taken out of the model in turn, and the same question asked again; of the first that helps, what is
 * not needed is put back, by halves. Where none helps, alone or with the others, a caveat may stand in the way as well, and
 * neither it nor the rule be felt while the other is there: then all are taken out at once, and what is not needed is put
 * back. Only where not even that helps is too little pledged.
 */
import { isOpen, spared } from './spared.ts'
import type { ForceModel } from './types.ts'

/** A kind of rule that can hold a line back where enough is pledged; `rules`: several kinds that do so only together. */
export type BindingKind = 'enabler' | 'people' | 'rest' | 'nationsMax' | 'framework' | 'rules'
/** What holds a line back, by the names of what binds; see `LineWhy.binding`. */
export interface Binding {
  readonly kind: BindingKind
  readonly names: readonly string[]
  /** What the line lacks without it. */
  readonly shortfallThen: number
}
/** Asks for the least that the line lacks in another model, or tells why that stays open. */
export type AskLeast<Open> = (model: ForceModel) => Promise<number | Open>

interface Easing {
  readonly kind: BindingKind
  readonly names: readonly string[]
  readonly without: (model: ForceModel, names: ReadonlySet<string>) => ForceModel
}

const namesOf = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted()

/** The easings that a model has for a line, in the order in which they are asked. */
function easingsOf(model: ForceModel, line: string): readonly Easing[] {
  const need = model.lines.find(({ id }) => id === line)
  const easings: readonly Easing[] = [
    {
      kind: 'enabler',
      names: namesOf(model.enablers.map(({ capability }) => capability)),
      without: (from, names) => ({
        ...from,
        enablers: from.enablers.filter(({ capability }) => !names.has(capability)),
      }),
    },
    {
      kind: 'people',
      names: namesOf(
        model.nations.flatMap((one) => (one.personsPerRotationMax === null ? [] : [one.id])),
      ),
      without: (from, names) => ({
        ...from,
        nations: from.nations.map((one) =>
          names.has(one.id) ? { ...one, personsPerRotationMax: null } : one,
        ),
      }),
    },
    {
      kind: 'rest',
      names: namesOf(
        model.packages.flatMap(({ harmony, nation }) => (harmony === null ? [] : [nation])),
      ),
      without: (from, names) => ({
        ...from,
        packages: from.packages.map((one) =>
          names.has(one.nation) ? { ...one, harmony: null } : one,
        ),
      }),
    },
    {
      kind: 'nationsMax',
      names: need === undefined || need.nationsMax === null ? [] : [line],
      without: (from, names) => ({
        ...from,
        lines: from.lines.map((one) => (names.has(one.id) ? { ...one, nationsMax: null } : one)),
      }),
    },
    {
      kind: 'framework',
      names: need?.needsFramework === true ? [line] : [],
      without: (from, names) => ({
        ...from,
        lines: from.lines.map((one) =>
          names.has(one.id) ? { ...one, needsFramework: false } : one,
        ),
      }),
    },
  ]
  return easings.filter(({ names }) => names.length > 0)
}

/** All of them as one, named by their kinds. */
const together = (easings: readonly Easing[]): Easing => ({
  kind: 'rules',
  names: easings.map(({ kind }) => kind),
  without: (model, kinds) =>
    easings
      .filter(({ kind }) => kinds.has(kind))
      .reduce((eased, { without, names }) => without(eased, new Set(names)), model),
})

/** What holds the line back, the first kind that does; null where none does; or what is open. */
export async function bindingOf<Open extends object>(
  model: ForceModel,
  line: string,
  shortfall: number,
  ask: AskLeast<Open>,
): Promise<Binding | Open | null> {
  const easings = easingsOf(model, line)
  for (const { kind, names, without } of [...easings, together(easings)]) {
    if (kind === 'rules' && easings.length < 2) return null
    const reach = (some: readonly string[]): Promise<number | Open> =>
      ask(without(model, new Set(some)))
    const least = await reach(names)
    if (typeof least !== 'number') return least
    if (least >= shortfall) continue
    const kept = await spared(names, least, reach)
    return isOpen(kept) ? kept : { kind, names: kept, shortfallThen: least }
  }
  return null
}

/** Caveats that hold a line back only together with rules or with lines before it. */
export interface Together {
  readonly kind: 'together'
  /** Ids of caveats, at least one. */
  readonly caveats: readonly string[]
  /** Kinds of rules, and `competition` where lines before it or beside it must give way as well. */
  readonly names: readonly string[]
  readonly shortfallThen: number
  /** The model without these rules and with these caveats lifted. */
  readonly eased: ForceModel
}

const COMPETITION = 'competition'

/**
 * What holds the line back only together: caveats (of `caveats`) with kinds of rules or with the lines before it, none of
 * them to spare; null where not even all of that does.
 */
export async function togetherOf<Open extends object>(
  model: ForceModel,
  line: string,
  { shortfall, caveats }: { readonly shortfall: number; readonly caveats: readonly string[] },
  ask: (model: ForceModel, isAlone: boolean) => Promise<number | Open>,
): Promise<Together | Open | null> {
  if (caveats.length === 0) return null
  const { names: rules, without } = together(easingsOf(model, line))
  // A caveat may bear the name of a kind.
  const all = [COMPETITION, ...rules, ...caveats.map((id) => `caveat ${id}`)]
  const easedBy = (some: readonly string[]): ForceModel => {
    const waived = caveats.filter((id) => some.includes(`caveat ${id}`))
    return { ...without(model, new Set(some)), waived: [...model.waived, ...waived] }
  }
  const reach = (some: readonly string[]): Promise<number | Open> =>
    ask(easedBy(some), some.includes(COMPETITION))
  const least = await reach(all)
  if (typeof least !== 'number') return least
  if (least >= shortfall) return null
  const kept = await spared(all, least, reach)
  if (isOpen(kept)) return kept
  return {
    kind: 'together',
    caveats: caveats.filter((id) => kept.includes(`caveat ${id}`)),
    names: [COMPETITION, ...rules].filter((name) => kept.includes(name)),
    shortfallThen: least,
    eased: easedBy(kept),
  }
}

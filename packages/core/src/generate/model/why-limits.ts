/**
 * Which rule keeps a line unmet that not even lacks less alone: enough may be pledged, and something else hold it back.
 * Each kind of rule is taken out of the model in turn, and the same question asked again; of the first that helps, what is
 * not needed is put back, by halves. Only where none helps, alone or with the others, is too little pledged.
 */
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
    const least = await ask(without(model, new Set(names)))
    if (typeof least !== 'number') return least
    if (least >= shortfall) continue
    let kept = names
    const drop = async (some: readonly string[]): Promise<Open | null> => {
      const fewer = kept.filter((name) => !some.includes(name))
      const lacks = await ask(without(model, new Set(fewer)))
      if (typeof lacks !== 'number') return lacks
      if (lacks <= least) kept = fewer
      if (lacks <= least || some.length === 1) return null
      const middle = Math.ceil(some.length / 2)
      return (await drop(some.slice(0, middle))) ?? (await drop(some.slice(middle)))
    }
    const open = names.length > 1 ? await drop(names) : null
    if (open !== null) return open
    return { kind, names: kept, shortfallThen: least }
  }
  return null
}

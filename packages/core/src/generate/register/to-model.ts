/**
 * The register as a force model. The model knows numbers only; what each number rests on (a statement's own words, a
 * planner's assumption) is kept beside it by id, and what could not be made a number is told, never guessed: a line or an
 * offer that nobody sized is left out with its reason.
 */
import { DAY_MS } from '../../units/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { Acceptance, Enabler, ForceCaveat, ForceLine, ForceModel } from '../model/types.ts'
import type { ForceNation, ForcePackage } from '../model/types.ts'
import { offersOf, planLine } from '../offer.ts'
import type { Offer, Sized } from '../offer.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assumption, Caveat, Pledge, Requirement, Source } from '../types.ts'
import type { LeftOut } from './types.ts'
import { sustainable } from './numbers.ts'
import { otherUnits } from './other-units.ts'
import { concerns, standingPledges } from './standing.ts'
import { canonicalCode } from './taxonomy.ts'
import type { Taxonomy } from './taxonomy.ts'

/** Days of a month of a rotation: a year of 365.25 days has twelve. */
const MONTH_DAYS = 30.4375
/** Most pieces that one pledge is cut into. */
const PIECES_MAX = 100

/** How the register is put as a model. */
export interface ModelOptions {
  readonly taxonomy: Taxonomy | null
  /** The posture whose lines are asked, with those of every posture; null: those alone. */
  readonly posture: string | null
  /** The first instant of rotation 1; caveats and commitments are taken as they stand then. */
  readonly startMs: InstantMs
  readonly rotations: { readonly count: number; readonly monthsEach: number }
  readonly acceptance?: readonly Acceptance[]
}
/** What a package stands for. */
export interface PackageOrigin {
  /** The pledge, or the exclusion where no offer stands behind it. */
  readonly pledge: string
  readonly nation: NationCode
  readonly pledged: boolean
  /** Committed by its nation, with a number of its own. */
  readonly firm: boolean
  readonly assumptions: readonly string[]
  readonly sources: readonly Source[]
}
/** A model with what each part of it stands for. */
export interface MappedModel {
  readonly model: ForceModel
  readonly packages: ReadonlyMap<string, PackageOrigin>
  readonly lines: ReadonlyMap<
    string,
    { readonly assumptions: readonly string[]; readonly sources: readonly Source[] }
  >
  /** Limits of nations: ids of assumptions. */
  readonly nations: ReadonlyMap<NationCode, readonly string[]>
  /** The pledges and exclusions that a caveat of the model is set on. */
  readonly caveats: ReadonlyMap<string, readonly string[]>
  readonly leftOut: readonly LeftOut[]
}

interface SizedLine {
  readonly line: Requirement
  readonly plan: Sized
}
interface SizedOffer {
  readonly offer: Offer
  readonly size: Sized
  readonly pledge: Pledge | null
  readonly pieces: readonly ForcePackage[]
}

/** The register in the taxonomy's words, so that old and new records meet. */
function inCodes(state: GenerateState, { taxonomy, startMs }: ModelOptions) {
  const code = (word: string): string => canonicalCode(taxonomy, word)
  const about = (text: string): string => {
    const [head = '', ...rest] = text.split(':')
    if (rest.length === 0) return text
    const isOf = head === 'packageSize' || head === 'persons'
    return isOf ? `${head}:${code(rest.join(':'))}` : `${code(head)}:${rest.join(':')}`
  }
  return {
    requirements: [...state.requirements.values()].map((line) => ({
      ...line,
      capability: code(line.capability),
    })),
    pledges: standingPledges(state, startMs).map((pledge) => ({
      ...pledge,
      capability: code(pledge.capability),
    })),
    exclusions: [...state.exclusions.values()].map((one) => ({
      ...one,
      capability: code(one.capability),
    })),
    assumptions: [...state.assumptions.values()].map((one) => ({
      ...one,
      about: about(one.about),
    })),
    code,
  }
}

const wordsOf = (unit: string): string => unit.replaceAll(/[^A-Za-z0-9]+/g, '-')
/** A capability counted in another unit than the taxonomy's is another thing: it must not be added to it. */
function keyOf(taxonomy: Taxonomy | null, capability: string, unit: string): string {
  const known = taxonomy?.capabilities.get(capability)
  return known === undefined || known.unit === unit ? capability : `${capability}.${wordsOf(unit)}`
}

const PEOPLE: ReadonlySet<string> = new Set(['troops', 'persons', 'people'])
function countsPeople(taxonomy: Taxonomy | null, capability: string, unit: string): boolean {
  const known = taxonomy?.capabilities.get(capability)
  return known !== undefined && known.unit === unit ? known.countsPeople : PEOPLE.has(unit)
}

/** The rotation that holds an instant; [start, end) each, counted from 1. */
const rotationAt = (ms: InstantMs, { startMs, rotations }: ModelOptions): number =>
  Math.floor((ms - startMs) / (rotations.monthsEach * MONTH_DAYS * DAY_MS)) + 1

function modelLine({ line, plan }: SizedLine, options: ModelOptions): ForceLine {
  const { count } = options.rotations
  const from = line.fromMs === undefined ? 1 : rotationAt(line.fromMs, options)
  // Not included: a line that is needed until the end of rotation 2 is not needed in rotation 3.
  const to = line.untilMs === undefined ? count : rotationAt(line.untilMs - 1, options)
  return {
    id: line.id,
    title: line.title,
    capability: keyOf(options.taxonomy, line.capability, plan.unit),
    quantity: plan.value,
    place: line.place,
    priority: Math.min(9, Math.max(1, Math.round(line.priority))),
    fromRotation: Math.max(1, from),
    toRotation: Math.min(count, to),
    noticeDays: line.noticeMs === undefined ? null : Math.floor(line.noticeMs / DAY_MS),
    nationsMax: line.nationsMax ?? null,
    needsFramework: line.needsFramework ?? false,
  }
}

function harmonyOf(pledge: Pledge | null, { rotations }: ModelOptions): ForcePackage['harmony'] {
  if (pledge?.rotation === undefined) return null
  const lengthMs = rotations.monthsEach * MONTH_DAYS * DAY_MS
  const { onMs, restMs } = pledge.rotation
  return {
    rotationsOnMax: Math.max(1, Math.floor(onMs / lengthMs)),
    rotationsRest: Math.ceil(restMs / lengthMs),
  }
}

interface PieceContext {
  readonly options: ModelOptions
  readonly assumptions: readonly Assumption[]
}

/** People of `quantity` units of the offer; `total` is the whole offer. */
function personsOf(
  { offer, size, pledge }: Omit<SizedOffer, 'pieces'>,
  quantity: number,
  { options, assumptions }: PieceContext,
): { readonly persons: number; readonly assumption: string | null } {
  const { capability } = offer
  if (countsPeople(options.taxonomy, capability, size.unit))
    return { persons: quantity, assumption: null }
  if (pledge?.persons?.kind === 'range')
    return { persons: Math.ceil((pledge.persons.min * quantity) / size.value), assumption: null }
  const each = assumptions.find(({ about }) => about === `persons:${capability}`)
  return each === undefined
    ? { persons: 0, assumption: null }
    : { persons: Math.ceil(each.value * quantity), assumption: each.id }
}

/** The offer in the pieces that it can serve in: one, unless an assumption says how large a package is. */
function piecesOf(sized: Omit<SizedOffer, 'pieces'>, context: PieceContext) {
  const { offer, size, pledge } = sized
  const { options, assumptions } = context
  const cut = assumptions.find(({ about }) => about === `packageSize:${offer.capability}`)
  const least = Math.ceil(size.value / PIECES_MAX)
  const each = cut === undefined ? size.value : Math.max(1, least, Math.floor(cut.value))
  const rests: string[] = cut === undefined ? [] : [cut.id]
  const pieces: ForcePackage[] = []
  for (let given = 0; given < size.value; given += each) {
    const quantity = Math.min(each, size.value - given)
    const { persons, assumption } = personsOf(sized, quantity, context)
    if (assumption !== null && !rests.includes(assumption)) rests.push(assumption)
    const noticeMs = pledge?.noticeMs ?? null
    pieces.push({
      id: each >= size.value ? offer.id : `${offer.id}.p${pieces.length + 1}`,
      nation: offer.nation,
      title: pledge?.title ?? `${offer.nation} rules it out`,
      capability: keyOf(options.taxonomy, offer.capability, size.unit),
      quantity,
      persons,
      noticeDays: noticeMs === null ? null : Math.ceil(noticeMs / DAY_MS),
      firstRotation: 1,
      harmony: harmonyOf(pledge, options),
      canLead: pledge?.canLead ?? false,
    })
  }
  return { pieces, rests }
}

/** Whether the caveat keeps the offer from the line. */
function closes(caveat: Caveat, line: Requirement, code: (word: string) => string): boolean {
  const { scope } = caveat
  const capabilities = scope?.capabilities?.map(code)
  const inCode =
    capabilities === undefined ? caveat : { ...caveat, scope: { ...scope, capabilities } }
  return caveat.forbids.includes(line.place) && concerns(inCode, line)
}

/** The caveats of all offers; one that a nation set on several pledges is one caveat. */
function modelCaveats(
  offers: readonly SizedOffer[],
  lines: readonly SizedLine[],
  code: (word: string) => string,
): {
  readonly caveats: readonly ForceCaveat[]
  readonly on: ReadonlyMap<string, readonly string[]>
} {
  const found = new Map<string, { caveat: ForceCaveat; packages: string[]; offers: string[] }>()
  const counted = new Map<NationCode, number>()
  for (const { offer, pieces } of offers)
    for (const caveat of offer.caveats) {
      // What a nation rules out is no offer at any place: nothing of it may serve before that is lifted.
      const closed = lines
        .filter(({ line }) =>
          offer.pledged ? closes(caveat, line, code) : line.capability === offer.capability,
        )
        .map(({ line }) => line.id)
      if (closed.length === 0) continue
      const { nation } = offer
      const { category, title, waivableBy } = caveat
      const key = JSON.stringify([nation, category, title, closed])
      const n = (counted.get(nation) ?? 0) + (found.has(key) ? 0 : 1)
      counted.set(nation, n)
      const forbids = { places: [], capabilities: [], lines: closed }
      const fresh = { id: `${nation}.c${n}`, nation, title, category, waivableBy, forbids }
      const kept = found.get(key) ?? {
        caveat: { ...fresh, packages: null },
        packages: [],
        offers: [],
      }
      kept.packages.push(...pieces.map(({ id }) => id))
      kept.offers.push(offer.id)
      found.set(key, kept)
    }
  const all = [...found.values()]
  return {
    caveats: all.map(({ caveat, packages }) => ({ ...caveat, packages })),
    on: new Map(all.map(({ caveat, offers: set }) => [caveat.id, set])),
  }
}

/** Enablers per troops in the country; a dependency on what no line asks for there could never be met and is told. */
function modelEnablers(
  lines: readonly SizedLine[],
  made: readonly ForceLine[],
  options: ModelOptions,
) {
  const enablers: Enabler[] = []
  const leftOut: LeftOut[] = []
  for (const { line } of lines)
    for (const { capability: word, quantity, perTroops } of line.dependencies ?? []) {
      const capability = canonicalCode(options.taxonomy, word)
      const id = `${line.id}.needs.${wordsOf(capability)}`
      const isAsked = made.some((one) => one.capability === capability && one.place === line.place)
      if (isAsked) {
        const title = `${line.title} needs ${capability}`
        enablers.push({
          id,
          title,
          capability,
          quantity,
          perPersons: perTroops,
          places: [line.place],
        })
      } else
        leftOut.push({
          id,
          what: 'dependency',
          why: `no sized line asks for ${capability} at ${line.place}; add one, or nobody can fill it`,
        })
    }
  return { enablers, leftOut }
}

function unsizedWhy({ capability }: Requirement, pledges: readonly Pledge[]): string {
  const naming = pledges.filter((pledge) => pledge.capability === capability).length
  return `nobody sized it; ${naming === 0 ? 'no pledge names it' : `pledges that name it: ${naming}`}`
}

function sizeLines(
  lines: readonly Requirement[],
  { assumptions, pledges }: Pick<InCodes, 'assumptions' | 'pledges'>,
) {
  const sized: SizedLine[] = []
  const leftOut: LeftOut[] = []
  for (const line of lines) {
    const plan = planLine(line, assumptions)
    if (plan !== null && plan.value >= 1) sized.push({ line, plan })
    else leftOut.push({ id: line.id, what: 'line', why: unsizedWhy(line, pledges) })
  }
  return { sized, leftOut }
}

type InCodes = ReturnType<typeof inCodes>

function sizeOffers(register: InCodes, options: ModelOptions) {
  const { pledges, exclusions, assumptions } = register
  const byId = new Map(pledges.map((pledge) => [pledge.id, pledge]))
  const sized: SizedOffer[] = []
  const leftOut: LeftOut[] = []
  const origins = new Map<string, PackageOrigin>()
  for (const offer of offersOf(pledges, exclusions, assumptions)) {
    const { id, nation, pledged, firm, size } = offer
    if (size === null || size.value < 1) {
      leftOut.push({ id, what: 'offer', why: 'nobody said how much it is' })
      continue
    }
    const pledge = byId.get(id) ?? null
    const { pieces, rests } = piecesOf({ offer, size, pledge }, { options, assumptions })
    sized.push({ offer, size, pledge, pieces })
    const sources = pledge?.sources ?? offer.caveats.flatMap((caveat) => caveat.sources)
    const assumed = [...new Set([...size.assumptions, ...rests])]
    for (const piece of pieces)
      origins.set(piece.id, { pledge: id, nation, pledged, firm, assumptions: assumed, sources })
  }
  return { sized, leftOut, origins }
}

/** The register as the viewer sees it (`releaseRegister`), as a model of one posture. */
export function toModel(state: GenerateState, options: ModelOptions): MappedModel {
  const register = inCodes(state, options)
  const { posture, rotations, startMs } = options
  const asked = register.requirements.filter((line) => (line.posture ?? posture) === posture)
  const lines = sizeLines(asked, register)
  const offers = sizeOffers(register, options)
  const made = lines.sized.map((sized) => modelLine(sized, options))
  const inTime = made.filter(({ fromRotation, toRotation }) => fromRotation <= toRotation)
  const late = made.filter(({ fromRotation, toRotation }) => fromRotation > toRotation)
  const kept = lines.sized.filter(({ line }) => inTime.some(({ id }) => id === line.id))
  const { caveats, on } = modelCaveats(offers.sized, kept, register.code)
  const enablers = modelEnablers(kept, inTime, options)
  const names = [...new Set(offers.sized.map(({ offer }) => offer.nation))].toSorted()
  const limits = names.map((nation) => sustainable(state, nation, { atMs: startMs }))
  const model: ForceModel = {
    id: posture === null ? 'register' : `register.${wordsOf(posture)}`,
    title: posture === null ? 'The register' : `The register for posture ${posture}`,
    rotations,
    nations: limits.map(({ nation, persons }): ForceNation => ({
      id: nation,
      personsPerRotationMax: persons,
    })),
    packages: offers.sized.flatMap(({ pieces }) => pieces),
    lines: inTime,
    caveats,
    waived: [],
    enablers: enablers.enablers,
    acceptance: options.acceptance ?? [],
  }
  return {
    model,
    packages: offers.origins,
    lines: new Map(
      kept.map(({ line, plan }) => [
        line.id,
        { assumptions: plan.assumptions, sources: line.sources },
      ]),
    ),
    nations: new Map(limits.map(({ nation, assumptions }) => [nation, assumptions])),
    caveats: on,
    leftOut: [
      ...lines.leftOut,
      ...late.map(({ id }): LeftOut => ({
        id,
        what: 'line',
        why: 'it is needed outside the rotations planned',
      })),
      ...offers.leftOut,
      ...otherUnits(offers.sized, kept),
      ...enablers.leftOut,
    ],
  }
}

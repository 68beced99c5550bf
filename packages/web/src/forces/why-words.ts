// Why a line lacks what it lacks, in sentences that can be read aloud.
import type { LineWhy } from '@holdfast/core/generate/model'
import type { LineGap } from '@holdfast/core/generate/questions'
import type { ForceRegister, GapsTold } from '../api/index.ts'
import { listed } from '../words/index.ts'
import { figure, percent, plural, quantityWords } from './words.ts'

/** A line with the reason why it is unmet; `null` where none was proven because the line is filled. */
export interface WhyRow {
  readonly line: LineGap
  readonly kind: LineWhy['why'] | 'filled' | 'notFirm' | 'notAsked'
  /** One sentence. */
  readonly sentence: string
  /** What else is to be said, each a sentence. */
  readonly more: readonly string[]
  /** Ids of the assumptions that the figures rest on. */
  readonly assumptions: readonly string[]
}
/** What was not counted because nobody sized it. */
export interface UnsizedWords {
  readonly id: string
  readonly what: 'line' | 'offer' | 'dependency'
  readonly words: string
}

/** A reason in two or three words. */
export const WHY_TITLE: Readonly<Record<WhyRow['kind'], string>> = {
  filled: 'filled',
  notFirm: 'filled, not firm',
  noPledge: 'no pledge',
  blockedByCaveats: 'blocked by caveats',
  competition: 'competition',
  enabler: 'enabler missing',
  people: 'limit of people',
  rest: 'rest between rotations',
  nationsMax: 'most nations reached',
  framework: 'no framework nation',
  rules: 'several rules',
  together: 'caveats and more together',
  tooLittle: 'too little pledged',
  unproven: 'not proven',
  notAsked: 'reason not asked',
}

/** What holds a line back only together with more, by kind. */
const RULE_WORDS: Readonly<Record<string, string>> = {
  competition: 'lines of its priority or before',
  enabler: 'missing enablers',
  people: 'limits of people',
  rest: 'rests between rotations',
  nationsMax: 'its most nations',
  framework: 'no framework nation',
}

/** Titles of lines by id; an id that nothing is known of stands for itself. */
const titleIn =
  (lines: readonly Pick<LineGap, 'line' | 'title'>[]) =>
  (id: string): string =>
    lines.find(({ line }) => line === id)?.title ?? id

function blockedBy(why: LineWhy): readonly string[] {
  return why.caveats.map(
    ({ nation, title, waivableBy }) => `${nation}: “${title}”. Waivable by: ${waivableBy}.`,
  )
}

function sentenceOf(why: LineWhy, lines: readonly LineGap[]): string {
  const { caveats, shortfall, shortfallThen, gap, reason } = why
  switch (why.why) {
    case 'noPledge':
      return 'Nobody pledged anything of it.'
    case 'blockedByCaveats': {
      const nations = [...new Set(caveats.map(({ nation }) => nation))]
      const then =
        shortfallThen === null || shortfallThen === 0
          ? 'it would be filled'
          : `it would lack ${figure(shortfallThen)} instead of ${figure(shortfall)}, summed over rotations`
      return `Blocked by ${plural(caveats.length, 'caveat')} of ${listed(nations)}. With all of them lifted ${then}; none can be spared.`
    }
    case 'competition': {
      const rivals = why.lines.map(titleIn(lines))
      return rivals.length === 0
        ? 'What it needs serves lines of its priority or before.'
        : `What it needs serves elsewhere. To lack ${figure(shortfallThen ?? 0)} instead of ${figure(shortfall)}, summed over rotations, this would have to give way: ${listed(rivals)}.`
    }
    case 'enabler':
      return `Enough may be pledged, but what it needs beside it is missing: ${listed(why.binding)}.`
    case 'people':
      return `The limit of people of ${listed(why.binding)} holds it back.`
    case 'rest':
      return `Packages of ${listed(why.binding)} rest between rotations; without rest it would lack less.`
    case 'nationsMax':
      return 'It admits no more nations in a rotation; with more of them it would lack less.'
    case 'framework':
      return 'No framework nation is there to lead it; what is pledged cannot serve without one.'
    case 'rules':
      return `No single rule holds it back, but several together: ${listed(why.binding.map((name) => RULE_WORDS[name] ?? name))}.`
    case 'together': {
      const nations = [...new Set(caveats.map(({ nation }) => nation))]
      const binding = why.binding.map((name) => RULE_WORDS[name] ?? name)
      return `Held back only together: ${plural(caveats.length, 'caveat')} of ${listed(nations)}, and ${listed(binding)}. None of them can be spared; without them it would lack ${figure(shortfallThen ?? 0)} instead of ${figure(shortfall)}, summed over rotations.`
    }
    case 'tooLittle':
      return 'Too little is pledged: not even alone, with every caveat lifted and without any rule of enablers, people, rest or nations, would it lack less.'
    case 'unproven':
      return `Not proven${gap === null ? '' : `: the answer may be ${percent(gap)} from the best`}${reason === null ? '' : ` (${reason})`}.`
  }
}

/** The lines of an answer with why each is unmet, in the order of priorities. */
export function whyRows({ lines, whys }: Pick<GapsTold, 'lines' | 'whys'>): readonly WhyRow[] {
  return lines
    .toSorted((a, b) => a.priority - b.priority)
    .map((line): WhyRow => {
      const { assumptions, shortfall } = line
      const why = whys?.find((one) => one.line === line.line)
      if (shortfall === 0)
        return {
          line,
          kind: line.firm ? 'filled' : 'notFirm',
          sentence: line.firm
            ? 'Filled in every rotation.'
            : 'Filled in every rotation, by offers not yet firm.',
          more: [],
          assumptions,
        }
      if (why === undefined)
        return {
          line,
          kind: 'notAsked',
          sentence: 'No reason was proven: lines before it took the room of the question.',
          more: [],
          assumptions,
        }
      return {
        line,
        kind: why.why,
        sentence: sentenceOf(why, lines),
        more: blockedBy(why),
        assumptions,
      }
    })
}

/** What was left out, by the names of the register. */
export function unsizedWords(
  { leftOut }: Pick<GapsTold, 'leftOut'>,
  { requirements, pledges }: Pick<ForceRegister, 'requirements' | 'pledges'>,
): readonly UnsizedWords[] {
  return leftOut.map(({ id, what, why }) => {
    const line = requirements.find((one) => one.id === id)
    const pledge = pledges.find((one) => one.id === id)
    const name =
      line !== undefined
        ? line.title
        : pledge !== undefined
          ? `${pledge.nation}: ${pledge.title} (${quantityWords(pledge.quantity)})`
          : id
    return { id, what, words: `${name}: ${why}.` }
  })
}

/** Who is on a line, by nation. */
export const onLine = ({ by }: Pick<LineGap, 'by'>): string =>
  by.length === 0 ? 'nobody' : listed([...new Set(by.map(({ nation }) => nation))].toSorted())

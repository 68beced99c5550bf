/** What the commands on the register share: who asks, quantities and sources as words, suppositions as words. */
import { Option, type Command } from 'commander'
import type { Quantity, Source } from '@holdfast/core/generate'
import { CONDITION_KINDS, CONDITION_STATES } from '@holdfast/core/generate/register'
import type { Supposition } from '@holdfast/core/generate/questions'
import type { Label } from '@holdfast/core/nations'
import { withAccess, type Access } from '../access/index.ts'
import { CommandRefused } from '../output/index.ts'
import { accessOf, oneOf, type DayOptions } from './day.ts'
import { dataOption } from './options.ts'

/** Options of every command on the register. */
export type RegisterOptions = DayOptions

/** Adds the options that say which directory, and as whom. */
export const asking = (command: Command): Command =>
  command
    .addOption(dataOption())
    .option(
      '--nation <code>',
      "the nation that asks, three capitals; the mission's staff without it",
    )
    .option('--as <name>', 'who asks')
    .option('--json', 'print one JSON object')

/** Runs the work as a planner of the guarantors' office. */
export const asPlanner = async <T>(
  options: RegisterOptions,
  work: (access: Access) => Promise<T>,
): Promise<T> =>
  await withAccess({ ...accessOf(options), office: 'guarantors', role: 'planner' }, work)

/** Puts one command of the step on record and gives the places in the log. */
export const record = async (
  options: RegisterOptions,
  command: object,
): Promise<readonly number[]> =>
  await asPlanner(options, async (access) => {
    const entries = await access.command({ step: 'generate', ...command })
    return entries.map(({ index }) => index)
  })

/** The label as a line of text: it stands over every table of the register. */
export const labelLine = ({ classification, offices, releasableTo }: Label): string =>
  `${classification}, ${offices.join(' ')}, releasable to ${releasableTo.join(' ') || 'nobody'}`

/** `unknown`, `5000 troops` or `2000-3000 troops`. */
export function quantityOf(option: string, words: string): Quantity {
  if (words.trim() === 'unknown') return { kind: 'unknown' }
  const found = /^(\d{1,8})(?:-(\d{1,8}))? (\S.*)$/u.exec(words.trim())
  const [, least, most = least, unit] = found ?? []
  if (
    least === undefined ||
    most === undefined ||
    unit === undefined ||
    Number(most) < Number(least)
  )
    throw new CommandRefused(
      `${option} ${words}: write unknown, a number with its unit such as "5000 troops", or a range such as "2000-3000 troops"`,
    )
  return { kind: 'range', min: Number(least), max: Number(most), unit: unit.trim() }
}

/** A quantity as words; `quantityOf` reads them back. */
export const quantityWords = (quantity: Quantity): string =>
  quantity.kind === 'unknown'
    ? 'unknown'
    : quantity.min === quantity.max
      ? `${quantity.min} ${quantity.unit}`
      : `${quantity.min}-${quantity.max} ${quantity.unit}`

/** `article | quote`, as often as there are sources. */
export const sourcesOf = (words: readonly string[]): readonly Source[] =>
  words.map((one) => {
    const [article = '', quote = ''] = one.split('|').map((part) => part.trim())
    if (article === '' || quote === '')
      throw new CommandRefused(
        `--source ${one}: write where it is said and the words, parted by a bar: "letter of 3 March | will send one battalion"`,
      )
    return { article, quote }
  })

/** An option that may be given again and again. */
export const manyOption = (flag: string, about: string): Option =>
  new Option(flag, about)
    .default([] as readonly string[], 'none')
    .argParser((one: string, before: readonly string[] | undefined) => [...(before ?? []), one])

const WORDS =
  'withdraws:NATION, loses:PLEDGE, condition:ID=met|unmet|unknown, all:KIND=met|unmet|unknown, lifts:NATION, lifts:NATION=CAVEAT'

/** One supposition as words, see the help of `forces what-if`. */
export function suppositionOf(words: string): Supposition {
  const [kind, rest] = split(words, ':')
  const [name, value] = split(rest, '=')
  if (name !== '' && kind === 'withdraws') return { kind: 'withdraws', nation: name }
  if (name !== '' && kind === 'loses') return { kind: 'loses', pledge: name }
  if (kind === 'condition' && value !== '')
    return { kind, condition: name, state: oneOf('--suppose', value, CONDITION_STATES) }
  if (kind === 'all' && value !== '')
    return {
      kind: 'conditions',
      of: oneOf('--suppose all', name, CONDITION_KINDS),
      state: oneOf('--suppose', value, CONDITION_STATES),
    }
  if (kind === 'lifts' && name !== '')
    return value === ''
      ? { kind: 'liftsAll', nation: name }
      : { kind: 'lifts', nation: name, caveat: value }
  throw new CommandRefused(`--suppose ${words}: write one of ${WORDS}`)
}

function split(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/**
 * `holdfast fuse thermal`: which cells of 0.1° burn more than season, weather and satellites explain, day by day; and,
 * against events that are known from elsewhere, whether that is worth anything.
 */
import { once } from 'node:events'
import type { Command } from 'commander'
import {
  ThermalWatch,
  accountOf,
  backgroundOf,
  cellDaysAt,
  cellDaysOf,
  cellsWithEvents,
  dateOf,
  daysOfYear,
  entryOf,
  epochDayOf,
  fillSeen,
  gainOf,
  trialOf,
  weatherOf,
} from '@holdfast/core/fuse/thermal'
import type {
  Background,
  CellDay,
  CellDays,
  Days,
  Fires,
  Trial,
  Weather,
} from '@holdfast/core/fuse/thermal'
import { DAY_MS, parseInstant } from '@holdfast/core/units'
import { cloudIn, eventsIn, firesIn, landUseIn, regionsIn } from './fuse-thermal-files.ts'
import { addFuseBackground } from './fuse-thermal-background.ts'
import { byYear } from './fuse-thermal-years.ts'
import type { Past } from './fuse-thermal-years.ts'
import { CommandRefused, orRefuse, p, printJson } from '../output/index.ts'

interface ThermalOptions {
  readonly baseline: readonly string[]
  readonly from: string
  readonly to: string
  readonly minProbability: string
  readonly against?: string
  readonly reference?: readonly string[]
  readonly landUse?: string
  readonly weather?: readonly string[]
  readonly regions?: string
}

/** Days walked before the first that is told: the satellites' effect and the state settle in two months. */
const WARM_UP_DAYS = 60
/** The longest range, days. */
const RANGE_DAYS_MAX = 1_100

const HELP = `
Files are FIRMS' CSV, plain or .gz, of the whole schema or only LATITUDE, LONGITUDE, ACQ_DATE. Give whole past years as
--baseline, and leave out those of the range. One JSON object a line: {cell: [lon, lat] of the south-west corner, day,
observed, expected, surprise, probability, benign: {season, steadyHeat}}, by day, then from the south-west. What is
printed is an indication, never an event by itself.

--land-use: LATITUDE, LONGITUDE, LAND_USE_CLASS_0 … (shares); cells are likened to those whose land is used alike.
--weather with --regions: OBLAST_ID, ACQ_DATE, CLOUD_COVER (%) of each day, and LATITUDE, LONGITUDE, OBLAST_ID of the
cells; a day without fire says only as much as the ground was seen, nothing under thick cloud.

With --against: one JSON object on how well events (UCDP GED, village precision, exact day) are told from days without. With --land-use or
--weather, too, "gain" is how much the area under the curve grows by it, with the interval of pairs.

Example:
  $ holdfast fuse thermal --baseline fires_2018.csv.gz fires_2019.csv.gz --from 2022-01-01 --to 2022-12-31 fires_2022.csv.gz
`

/** `holdfast fuse thermal` and `holdfast fuse background`. */
export function addFuseThermal(fuse: Command): void {
  addFuseBackground(fuse)
  fuse
    .command('thermal')
    .argument('<firms...>', 'FIRMS files (.csv, .csv.gz) that hold the range')
    .description('find fires beyond season, weather and satellites, by cells of 0.1° and days')
    .requiredOption('--baseline <files...>', 'FIRMS files of whole past years, two at least')
    .requiredOption('--from <date>', 'first day, YYYY-MM-DD, UTC')
    .requiredOption('--to <date>', 'last day, YYYY-MM-DD, UTC')
    .option('--min-probability <p>', 'leave out cell-days below it, 0 to 1', '0.5')
    .option(
      '--against <ucdp>',
      'a UCDP GED file (.csv, .csv.gz): print how well its events are told instead',
    )
    .option(
      '--reference <files...>',
      'with --against: FIRMS files of a quiet year to tell events from, too',
    )
    .option('--land-use <file>', 'shares of land by class (.csv, .csv.gz)')
    .option('--weather <files...>', 'daily cloud by region (.csv, .csv.gz); with --regions')
    .option('--regions <file>', 'which region each cell is in (.csv, .csv.gz)')
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: ThermalOptions) => {
      const range = rangeOf(options)
      const probability = Number(options.minProbability)
      if (!(options.minProbability.trim() !== '' && probability >= 0 && probability <= 1))
        throw new CommandRefused(
          `--min-probability ${options.minProbability}: give a number from 0 to 1`,
        )
      if (options.reference !== undefined && options.against === undefined)
        throw new CommandRefused('--reference needs --against: it is what events are told from')
      if ((options.weather === undefined) !== (options.regions === undefined))
        throw new CommandRefused('--weather and --regions need each other; give both')
      const years = await yearsIn(options.baseline, range)
      const landUse = options.landUse === undefined ? undefined : await landUseIn(options.landUse)
      const background = orRefuse(backgroundOf(years, landUse))
      const seeing = await seeingIn(background, options)
      const fires = await firesIn(files)
      if (options.against === undefined)
        await watch({ background, ...seeing }, { fires, range, probability })
      else {
        const isPlain = landUse === undefined && options.weather === undefined
        const plain = isPlain ? null : { background: orRefuse(backgroundOf(years)) }
        const { against, reference } = options
        await account({ background, ...seeing }, plain, { fires, range, against, reference })
      }
    })
}

/** What a year is watched with. */
interface Watched {
  readonly background: Background
  readonly weather?: Weather
}
async function seeingIn(
  { grid }: Background,
  { weather, regions }: Pick<ThermalOptions, 'weather' | 'regions'>,
): Promise<{ readonly weather?: Weather }> {
  if (weather === undefined || regions === undefined) return {}
  return { weather: orRefuse(weatherOf(grid, await regionsIn(regions), await cloudIn(weather))) }
}

const dayText = (epochDay: number): string => new Date(epochDay * DAY_MS).toISOString().slice(0, 10)

function dayOf(option: string, text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(`${text}T00:00Z`) : null
  if (ms === null) throw new CommandRefused(`--${option} ${text}: no such date; give YYYY-MM-DD`)
  return epochDayOf(ms)
}

function rangeOf({ from, to }: ThermalOptions): Days {
  const [first, last] = [dayOf('from', from), dayOf('to', to)]
  if (last < first) throw new CommandRefused(`--from ${from} is after --to ${to}; exchange them`)
  if (last - first >= RANGE_DAYS_MAX)
    throw new CommandRefused(
      `${last - first + 1} days; the most is ${RANGE_DAYS_MAX}: split the range`,
    )
  return { first, last }
}

async function yearsIn(files: readonly string[], { first, last }: Days): Promise<Past> {
  const years = byYear(await firesIn(files))
  const own = years.find(({ year }) => year >= dateOf(first).year && year <= dateOf(last).year)
  if (own !== undefined)
    throw new CommandRefused(
      `--baseline holds fires of ${own.year}, which --from and --to ask about; leave that year out`,
    )
  return years
}

/** Days of the range up to the last one that has a fire anywhere: what is later was not seen, for all that we know. */
function seen(days: CellDays, { first, last }: Days): Days {
  const end = Math.min(last, days.epochDay.at(-1) ?? first - 1)
  if (entryOf(days, first) >= days.epochDay.length || end < first)
    throw new CommandRefused(
      `the files hold no fire from ${dayText(first)} on; give files of the range`,
    )
  if (end < last) process.stderr.write(`no fire after ${dayText(end)}: the range ends there\n`)
  return { first, last: end }
}
/** Days before the range that the files hold, at most two months. */
const warmUpOf = (days: CellDays, { first }: Days): number =>
  Math.min(WARM_UP_DAYS, Math.max(0, first - (days.epochDay[0] ?? first)))

const round = (value: number): number => Math.round(value * 10_000) / 10_000
const line = ({
  corner,
  epochDay,
  observed,
  expected,
  surprise,
  probability,
  benign,
}: CellDay): string =>
  `${JSON.stringify({
    cell: [corner.lonDeg, corner.latDeg],
    day: dayText(epochDay),
    observed,
    expected: Number(expected.toPrecision(4)),
    surprise: round(surprise),
    probability: round(probability),
    benign: { season: round(benign.season), steadyHeat: round(benign.steadyHeat) },
  })}\n`

async function watch(
  { background, weather }: Watched,
  of: { readonly fires: Fires; readonly range: Days; readonly probability: number },
): Promise<void> {
  const days = cellDaysOf(background.grid, of.fires)
  const { first, last } = seen(days, of.range)
  const thermal = new ThermalWatch(background)
  const sight = new Float32Array(background.grid.cells).fill(1)
  for (let day = first - warmUpOf(days, of.range); day <= last; day += 1) {
    const [from, to] = [entryOf(days, day), entryOf(days, day + 1)]
    if (weather !== undefined) fillSeen(weather, day, sight)
    const picture = orRefuse(
      thermal.push({
        epochDay: day,
        seen: sight,
        cell: days.cell.subarray(from, to),
        count: days.count.subarray(from, to),
      }),
    )
    if (day < first) continue
    const lines = cellDaysAt(thermal, picture, of.probability).map(line).join('')
    if (lines !== '' && !process.stdout.write(lines)) await once(process.stdout, 'drain')
  }
  if (days.outside > 0)
    process.stderr.write(`${days.outside} fires lie where no background year has any; left out\n`)
}

interface Asked {
  readonly fires: Fires
  readonly range: Days
  readonly against: string
  readonly reference: readonly string[] | undefined
}
async function account(watched: Watched, plain: Watched | null, asked: Asked): Promise<void> {
  const { grid } = watched.background
  const events = await eventsIn(asked.against, grid)
  const cells = cellsWithEvents(events, asked.range)
  if (cells.length === 0)
    throw new CommandRefused(
      `${asked.against} has no event of village precision and exact day in the range; widen it`,
    )
  const quiet =
    asked.reference === undefined ? null : cellDaysOf(grid, await firesIn(asked.reference))
  const days = cellDaysOf(grid, asked.fires)
  const { range } = asked
  const runs = (of: Watched): { trial: Trial; reference: Trial | null } => ({
    trial: orRefuse(
      trialOf(of.background, cells, {
        ...seen(days, range),
        days,
        warmUp: warmUpOf(days, range),
        ...(of.weather === undefined ? {} : { weather: of.weather }),
      }),
    ),
    reference: quiet === null ? null : quietTrial(of, cells, quiet),
  })
  const trials = runs(watched)
  const told = accountOf(events, trials)
  const answer = Object.entries(told.ways.state).map(([others, { auc, foundAtOneInTwenty }]) => {
    const isWorth = told.isWorthUsing[others as keyof typeof told.isWorthUsing] === true
    const area = `AUC ${p(auc.value)}, ${p(auc.low)} to ${p(auc.high)}`
    const found = `${Math.round(100 * foundAtOneInTwenty)} % found at 5 % false alarms`
    return `${isWorth ? 'worth' : 'NOT worth'} using to tell events from ${others} (${area}; ${found})`
  })
  printJson({
    ...told,
    ...(plain === null ? {} : { gain: gainOf(events, trials, runs(plain)) }),
    recordedMonths: told.recordedMonths.map(
      ([year, month]) => `${year}-${String(month + 1).padStart(2, '0')}`,
    ),
    answer: [...answer, "worth: the low end of the AUC's interval is at least 0.7"],
  })
}

function quietTrial(
  { background, weather }: Watched,
  cells: readonly number[],
  days: CellDays,
): Trial {
  const { year } = dateOf(days.epochDay[0] ?? 0)
  if (days.epochDay.length === 0 || dateOf(days.epochDay.at(-1) ?? 0).year !== year)
    throw new CommandRefused('--reference: give the fires of one whole year')
  // Cloud that is known in one year alone would tell the years apart by itself.
  const isUnseen = [...(weather?.cloud.keys() ?? [])].every((day) => dateOf(day).year !== year)
  if (weather !== undefined && isUnseen)
    throw new CommandRefused(
      `--weather holds no day of ${year}, the year of --reference; give its file, too, or leave one of them out`,
    )
  const sight = weather === undefined ? {} : { weather }
  return orRefuse(trialOf(background, cells, { ...daysOfYear(year), days, warmUp: 0, ...sight }))
}

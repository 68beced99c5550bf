/**
 * Thermal anomalies against lethal events that are known from elsewhere (UCDP GED, village precision, exact day; the day
 * and those either side), by `holdfast fuse thermal --against`: the area under the ROC curve with its 95 % interval, and
 * the share of false alarms. The state was chosen among the ways on the years before 2022 and on February 2023, each
 * foretold from the other years; 2022 is the answer. Reads ../shared/data beside the repository; without it, it skips.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url))
const EVENTS = `${DATA}ucdp-ged-ukraine/ucdp_ged_ukraine_2014_2023.csv.gz`
const BACKGROUND = [2012, 2013, 2016, 2018, 2019, 2020]
const WAYS = /** @type {const} */ (['poisson', 'day', 'scan', 'state'])
/** The plain excess that the figures of 2022 are to beat: the upper ends of its ranges. */
const PLAIN = { auc: 0.56, falseAlarm: 0.04 }

const fires = (/** @type {number} */ year) => `${DATA}firms-ukraine-daily/fires_${year}.csv.gz`

/** @param {{ from: string, to: string, reference?: number, more?: readonly string[] }} of */
function account({ from, to, reference, more = [] }) {
  const year = Number(from.slice(0, 4))
  const baseline = BACKGROUND.filter((other) => other !== year).map(fires)
  const quiet = reference === undefined ? [] : ['--reference', fires(reference)]
  const options = ['--baseline', ...baseline, ...quiet, ...more, '--from', from, '--to', to]
  return JSON.parse(
    execFileSync(
      process.execPath,
      ['bin/holdfast.mjs', 'fuse', 'thermal', ...options, '--against', EVENTS, '--', fires(year)],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    ),
  )
}

const GRID = `${DATA}ukraine-grid10km/`
/** What explains fires or hides them; the record of the weather begins in 2022. */
const LAND = ['--land-use', `${GRID}ukr_land_use_2022_10km.csv`]
const WEATHER = [
  '--weather',
  ...[2022, 2023].map((year) => `${GRID}ukr_weather_oblast_${year}.csv.gz`),
  '--regions',
  `${GRID}ukr_oblasts_10km.csv`,
]

/** What a covariate adds to the area under the curve of the state, each by its pairs. */
function gains() {
  const figures = {}
  const add = (/** @type {string} */ name, /** @type {Parameters<typeof account>[0]} */ of) => {
    const { gain, events } = account(of)
    for (const [others, { low, value, high }] of Object.entries(gain)) {
      const values = [low, value, high].map((figure) => Math.round(figure * 10_000) / 10_000)
      Object.assign(figures, {
        [`gain.${name}.${of.from.slice(0, 4)}.${others}`]: {
          values,
          unit: `of AUC, ${events} events`,
        },
      })
    }
  }
  for (const year of [2016, 2018, 2019, 2020, 2021, 2023])
    add('landUse', { from: `${year}-01-01`, to: `${year}-12-31`, more: LAND })
  add('weather', { from: '2023-01-01', to: '2023-12-31', more: WEATHER })
  // Chosen on the years above; this is the answer.
  add('landUse', { from: '2022-01-01', to: '2022-12-31', reference: 2021, more: LAND })
  add('weather', { from: '2022-01-01', to: '2022-12-31', more: WEATHER })
  return figures
}

/** CPU-seconds of a year of cell-days, background and reading included. @param {readonly string[]} more */
function cpuSeconds(more) {
  const tell =
    'process.on("exit",()=>{const u=process.cpuUsage();process.stderr.write(`CPU ${(u.user+u.system)/1e6}`)})'
  const tool = ['--import', `data:text/javascript,${tell}`, 'bin/holdfast.mjs', 'fuse', 'thermal']
  const baseline = ['--baseline', ...BACKGROUND.map(fires)]
  const range = ['--from', '2022-01-01', '--to', '2022-12-31', '--', fires(2022)]
  const { stderr } = spawnSync(process.execPath, [...tool, ...baseline, ...more, ...range], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return Number(/CPU ([\d.]+)/.exec(stderr)?.[1])
}

/** Measures. */
export function measure() {
  const covariates = [...LAND, ...WEATHER].filter((word) => word.startsWith(GRID))
  const files = [EVENTS, ...[...BACKGROUND, 2021, 2022, 2023].map(fires), ...covariates]
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined) {
    process.stderr.write(`skipped: there is no ${missing}; the record is no part of the product\n`)
    return {}
  }
  const told = account({ from: '2022-01-01', to: '2022-12-31', reference: 2021 })
  const figures = {
    events: {
      values: [told.events],
      unit: `lethal events in ${told.cells} cells, ${told.recordedMonths.join(' ')}`,
    },
  }
  for (const way of WAYS)
    for (const [others, of] of Object.entries(told.ways[way]))
      Object.assign(figures, assessed(`${way}.${others}`, of, way === 'state' ? PLAIN : null))
  process.stderr.write(`${told.answer.join('\n')}\n`)
  const cpu = { values: [cpuSeconds([])], unit: 'CPU-seconds for 2022', asked: { atMost: 30 } }
  const cpuOfAll = { ...cpu, values: [cpuSeconds([...LAND, ...WEATHER])] }
  return { ...figures, ...holdOuts(), ...gains(), cpu, 'cpu.landUse.weather': cpuOfAll }
}

const percent = (/** @type {number} */ share) => Math.round(share * 10_000) / 100

/** @param {string} name @param {any} of @param {typeof PLAIN | null} asked */
function assessed(name, of, asked) {
  const { auc, found, foundAtOneInTwenty, falseAlarm, falseAlarmOfDay, others } = of
  const rounded = [auc.low, auc.value, auc.high].map((value) => Math.round(value * 1_000) / 1_000)
  return {
    [`${name}.auc`]: {
      values: rounded,
      unit: `against ${others} cell-days`,
      ...(asked && { asked: { atLeast: asked.auc } }),
    },
    [`${name}.foundAtOneInTwenty`]: {
      values: [percent(foundAtOneInTwenty)],
      unit: '% of events, at 5 % false alarms',
    },
    ...(found !== null && {
      [`${name}.found`]: { values: [percent(found)], unit: '% of events reach 0.95' },
      [`${name}.falseAlarm`]: {
        values: [percent(falseAlarm)],
        unit: '% of others reach 0.95, three days together',
      },
      [`${name}.falseAlarmOfDay`]: {
        values: [percent(falseAlarmOfDay)],
        unit: '% of others reach 0.95',
        ...(asked && { asked: { atMost: asked.falseAlarm * 100 } }),
      },
    }),
  }
}

/** On what the way was chosen: other days of the same year, or of February 2023. */
function holdOuts() {
  const ranges = [
    ...BACKGROUND.filter((year) => year >= 2014).map((year) => [`${year}-01-01`, `${year}-12-31`]),
    ['2021-01-01', '2021-12-31'],
    ['2023-02-01', '2023-02-28'],
  ]
  const figures = {}
  for (const [from = '', to = ''] of ranges) {
    const told = account({ from, to })
    for (const way of WAYS) {
      const { auc } = told.ways[way].otherDays
      const values = [auc.low, auc.value, auc.high].map(
        (value) => Math.round(value * 1_000) / 1_000,
      )
      Object.assign(figures, {
        [`holdOut.${from}.${way}.auc`]: { values, unit: `${told.events} events` },
      })
    }
  }
  return figures
}

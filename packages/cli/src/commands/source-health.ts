import type { Command } from 'commander'
import type { HealthReport } from '@holdfast/core/fuse/health'
import { withAccess } from '../access/index.ts'
import { iso, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'

interface Common {
  readonly data: string
  readonly json?: boolean
}
type Told = HealthReport & { readonly further: number }

/** `holdfast source health`: what a running server found wrong with those who report. */
export function addSourceHealth(source: Command): void {
  source
    .command('health')
    .description(
      'what was found wrong with those who report since the server started: spoofing, jamming, bias, clock',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nA finding decides nothing. `holdfast quarantine list` shows whom fusion leaves out, and on what evidence.\n\nExample:\n  $ holdfast source health --json\n',
    )
    .action(async ({ data, json }: Common) => {
      const answer = await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.sourceHealth(),
      )
      if (json === true) printJson(answer)
      else print(answer as Told)
    })
}

function print({ sensors, findings, further, falseAlarmsPerDay }: Told): void {
  printTable(
    'findings',
    ['found', 'source', 'about', 'since', 'last', 'times its limit', 'how often', 'may be'],
    findings.map(({ kind, source, identities, fromMs, toMs, score, count, benign }) => [
      kind,
      source ?? '',
      identities.slice(0, 3).join(', ') + (identities.length > 3 ? ', …' : ''),
      iso(fromMs),
      iso(toMs),
      score.toPrecision(3),
      count,
      benign ?? '',
    ]),
    further === 0 ? undefined : `${further} older findings are not listed`,
  )
  printTable(
    'sensors, by their last window',
    ['source', 'window from', 'to', 'reports', 'NIS ratio', 'should be', 'bias', 'clock s'],
    sensors.map(({ source, fromMs, toMs, count, bias, clockS, ...one }) => [
      source,
      iso(fromMs),
      iso(toMs),
      count,
      one.nisRatio.toPrecision(3),
      `${one.nisLow.toPrecision(3)}..${one.nisHigh.toPrecision(3)}`,
      bias === null
        ? ''
        : bias.map(({ value, standardError }) => within(value, standardError)).join(' and '),
      clockS === null ? '' : within(clockS.value, clockS.standardError),
    ]),
    `bias in metres east and north, or metres of range and radians of azimuth, ± 95 %; a good sensor gives ${falseAlarmsPerDay.toPrecision(2)} false alarms a day`,
  )
}

// 1.96 standard errors: the interval of 95 %.
const within = (value: number, standardError: number): string =>
  `${value.toPrecision(3)} ± ${(1.96 * standardError).toPrecision(2)}`

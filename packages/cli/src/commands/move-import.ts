/** `holdfast move import KIND FILE OUT`: nodes and legs of a public file, as parts to put into a movement model. */
import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import type { Refused } from '@holdfast/core/units'
import { AIRPORT_TYPES, readAirports } from '@holdfast/formats/network-airports'
import { readGeoJsonNetwork } from '@holdfast/formats/network-geojson'
import { readLocodes } from '@holdfast/formats/network-locode'
import { tally } from '@holdfast/formats/network-parts'
import type { NetworkParts } from '@holdfast/formats/network-parts'
import { needWritable, readJson, readText, writeJson } from '../files/index.ts'
import { CommandRefused, orRefuse, printJson, printTable } from '../output/index.ts'
import { numberOf } from './forces-files.ts'

const KINDS = ['airports', 'locode', 'geojson'] as const
/** Most bytes of a file that is read whole. */
const BYTES_MAX = 134_217_728
/** Rejects that are told; all are in `--json`. */
const TOLD_MAX = 20

interface Options {
  readonly countries?: string
  readonly smallest: (typeof AIRPORT_TYPES)[number]
  readonly snap: string
  readonly vehiclesPerHour?: string
  readonly json?: true
}

function partsOf(
  kind: (typeof KINDS)[number],
  file: string,
  options: Options,
): NetworkParts | Refused {
  const countries = (options.countries ?? '').split(',').filter((code) => code !== '')
  const wrong = countries.find((code) => !/^[A-Z]{3}$/.test(code))
  if (wrong !== undefined)
    throw new CommandRefused(
      `--countries ${wrong}: write alpha-3 codes with commas, for instance POL,ROU`,
    )
  const snapM = numberOf('--snap', options.snap, { min: 0, max: 100_000, unit: 'metres' })
  const rate = options.vehiclesPerHour
  const vehiclesPerHour =
    rate === undefined
      ? null
      : numberOf('--vehicles-per-hour', rate, { min: 0.001, max: 500, unit: 'vehicles an hour' })
  if (kind === 'geojson') {
    const how = 'give the path of a GeoJSON feature collection'
    return readGeoJsonNetwork(readJson(file, { how, bytesMax: BYTES_MAX }), {
      snapM,
      vehiclesPerHour,
    })
  }
  const bytes = tableOf(file)
  return kind === 'airports'
    ? readAirports(bytes, { smallest: options.smallest, countries })
    : readLocodes(bytes, { countries, kinds: [] })
}

/** The bytes of a table; the code list need not be UTF-8. */
function tableOf(file: string): Uint8Array {
  try {
    readText(file, 'give the path of a table in CSV')
  } catch (error) {
    const isEncoding = error instanceof CommandRefused && /UTF-8/i.test(error.message)
    if (!isEncoding) throw error
  }
  return readFileSync(file)
}

/** `holdfast move import`. */
export function addMoveImport(move: Command): void {
  move
    .command('import')
    .argument('<kind>', KINDS.join(', '))
    .argument('<file>', 'airports.csv of OurAirports, a UN/LOCODE code list in CSV, or GeoJSON')
    .argument('<out>', 'the parts, JSON: nodes and legs as a movement model has them')
    .description(
      'read nodes and legs of a public file; what was not taken is counted with its reason',
    )
    .option(
      '--countries <codes>',
      'only of these countries, alpha-3, with commas (airports, locode)',
    )
    .addOption(
      new Option('--smallest <type>', 'the smallest airfield that is taken')
        .choices([...AIRPORT_TYPES])
        .default('medium_airport'),
    )
    .option('--snap <m>', 'how far a line may end from its node (geojson)', '1000')
    .option('--vehicles-per-hour <n>', 'of legs that do not say (geojson): an assumption of yours')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code 1 where nothing was taken.\n\nExample:\n  $ holdfast move import airports airports.csv airfields.json --countries POL,ROU\n',
    )
    .action((kind: string, file: string, out: string, options: Options) => {
      const known = KINDS.find((one) => one === kind)
      if (known === undefined)
        throw new CommandRefused(`there is no import of ${kind}; name one of ${KINDS.join(', ')}`)
      needWritable(out, [file])
      const parts = partsOf(known, file, options)
      if ('refused' in parts) throw new CommandRefused(`${file}: ${parts.refused}`)
      const { nodes, legs, rejects, left } = orRefuse(parts)
      if (nodes.length === 0) {
        const [first] = rejects
        const leftOut = Object.entries(left).map(([why, rows]) => `, ${rows} left out as ${why}`)
        throw new CommandRefused(
          `${file}: nothing was taken${leftOut.join('')}, ${rejects.length} rejected${first === undefined ? '' : ` (first at ${first.at}: ${first.detail})`}; check that it is the right file and what was asked`,
        )
      }
      writeJson(out, { nodes, legs })
      if (options.json === true) {
        printJson({ out, nodes: nodes.length, legs: legs.length, left, rejects })
        return
      }
      process.stdout.write(`${out}: ${nodes.length} nodes, ${legs.length} legs\n`)
      printTable('Left out', ['why', 'rows'], Object.entries(left))
      printTable(
        'Not understood',
        ['why', 'rows'],
        Object.entries(tally(rejects.map(({ reason }) => reason))),
      )
      for (const { at, reason, detail } of rejects.slice(0, TOLD_MAX))
        process.stdout.write(`  ${at}: ${reason}: ${detail}\n`)
    })
}

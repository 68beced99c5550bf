import { Option } from 'commander'
import { parseInstant, type InstantMs } from '@holdfast/core/units'
import { CommandRefused } from '../output/index.ts'

/** Where the demonstration lives when no directory is named. */
export const DEMONSTRATION_DIR = 'holdfast-demonstration'

/** `--data DIR`, which most commands take. */
export const dataOption = (): Option =>
  new Option('--data <dir>', "the deployment's data directory")
    .default(DEMONSTRATION_DIR)
    .env('HOLDFAST_DATA')

/** `--database postgres://…`. */
export const databaseOption = (): Option =>
  new Option(
    '--database <url>',
    'a postgres:// URL (15 or newer) for the projections; PGlite in the data directory otherwise',
  ).env('HOLDFAST_DATABASE')

/** The instant that an option gives. */
export function instantOf(option: string, text: string): InstantMs {
  const ms = parseInstant(text)
  if (ms === null)
    throw new CommandRefused(
      `${option} ${text}: write an instant in UTC such as 2026-03-01T00:00:00Z`,
    )
  return ms
}

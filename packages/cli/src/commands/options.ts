import { Option } from 'commander'

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

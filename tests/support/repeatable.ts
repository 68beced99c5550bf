import fc from 'fast-check'

/**
 * Set-up of every test file: properties draw the same cases in each run, so that a red run is red
 * again on another machine and a green one says something of the change, not of the dice.
 * `HOLDFAST_SEED` sets another seed (a 32-bit integer); `npm run test:nightly` draws anew each time,
 * and a failure prints its seed. Files share a worker, and a command that ran in the one before may have set an exit code.
 */
const SEED = 20_260_801
const asked = process.env['HOLDFAST_SEED']
if (asked !== undefined && !/^-?\d{1,10}$/.test(asked))
  throw new Error(`HOLDFAST_SEED is "${asked}": give a 32-bit integer`)
if (asked !== undefined || process.env['HOLDFAST_NIGHTLY'] !== '1')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked ?? SEED) })
process.exitCode = undefined

/** The command itself, in processes of its own: what an operator's terminal and another machine would see. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** How a process ended, and all that it said. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}
/** What a process is started with beside its arguments. */
export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Words before `node`: another user, another group of limits. */
  readonly prefix?: readonly string[]
}
/** A started process. */
export interface Started {
  readonly child: ChildProcess
  readonly said: () => { readonly stdout: string; readonly stderr: string }
  readonly ended: Promise<Ended>
}

const SHIM = '/tmp/edge-trial/shim.mjs'

/** Starts `holdfast` with these arguments and collects what it says. */
export function spawnHoldfast(args: readonly string[], around: Surroundings = {}): Started {
  const [command = process.execPath, ...words] = [
    ...(around.prefix ?? []),
    process.execPath,
    SHIM,
    ...args,
  ]
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(around.cwd === undefined ? {} : { cwd: around.cwd }),
    env: around.env ?? process.env,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }))
  return { child, said: () => ({ stdout, stderr }), ended }
}

/** Runs `holdfast` to its end. */
export const runHoldfast = (args: readonly string[], around?: Surroundings): Promise<Ended> =>
  spawnHoldfast(args, around).ended

/** Why the words on stderr are not what an operator should read, or null: a stack helps nobody who cannot mend code. */
export const stackIn = (stderr: string): string | null =>
  /^\s+at .*$|node:internal|UnhandledPromise|Error: .*\n\s+at /m.exec(stderr)?.[0] ?? null

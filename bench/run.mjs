/**
 * `npm run bench -- NAME [--json]`: measures one thing several times and prints the median and the range beside what is
 * asked. Exits 0 when it could measure, met or not.
 */
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''))
const [name, ...flags] = process.argv.slice(2)
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`which one? ${names.join(', ')}\n`)
  process.exit(1)
}

/** @type {{ measure: () => Promise<Record<string, { values: number[], unit: string, asked?: { atLeast?: number, atMost?: number } }>> }} */
const bench = await import(`./${name}.bench.mjs`)
const figures = Object.fromEntries(
  Object.entries(await bench.measure()).map(([key, { values, unit, asked }]) => {
    const sorted = values.toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
    const met =
      asked === undefined ||
      ((asked.atLeast === undefined || median >= asked.atLeast) &&
        (asked.atMost === undefined || median <= asked.atMost))
    return [
      key,
      { median, min: sorted[0], max: sorted.at(-1), unit, ...(asked ? { asked, met } : {}) },
    ]
  }),
)
const result = { bench: name, figures, cpu: cpus()[0]?.model ?? 'unknown', node: process.version }
if (flags.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
else {
  process.stdout.write(`${name} (${result.cpu}, Node ${result.node})\n`)
  for (const [key, { median, min, max, unit, asked, met }] of Object.entries(figures))
    process.stdout.write(
      `  ${key}: ${median} ${unit} (${min} to ${max})${asked ? `, asked ${JSON.stringify(asked)}: ${met ? 'met' : 'NOT met'}` : ''}\n`,
    )
}

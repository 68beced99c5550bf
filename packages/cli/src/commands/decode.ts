/**
 * `holdfast decode FORMAT`: bytes in, one JSON record a line out. What was not understood goes to stderr as JSON lines,
 * and a summary at the end accounts for every byte.
 */
import { once } from 'node:events'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { CODECS } from '@holdfast/formats/catalogue'
import type { Decoded } from '@holdfast/formats/codec'
import { isRefused } from '@holdfast/core/units'
import { CommandRefused, printJson } from '../output/index.ts'

interface DecodeOptions {
  readonly option: readonly string[]
  readonly edition?: string
  readonly list?: true
  readonly json?: true
}

const gathered = (value: string, before: readonly string[]): readonly string[] => [...before, value]

/** `holdfast decode`. */
export function addDecode(program: Command): void {
  program
    .command('decode')
    .argument('[format]', 'the name of a format; --list shows them')
    .argument('[file]', 'the bytes; standard input where it is left out')
    .description('decode bytes of any format that intake knows: one JSON record a line')
    .addOption(
      new Option('--option <name=value>', 'an option of the format; --list shows them')
        .argParser(gathered)
        .default([]),
    )
    .option('--edition <editions>', 'the same as --option editions=…, for instance 21:0.26')
    .option('--list', 'list the formats with their standards and options')
    .option('--json', 'with --list: print one JSON object')
    .addHelpText(
      'after',
      '\nRecords go to stdout, rejects (offset, length, reason, detail) and a summary to stderr, each a JSON object on a\nline. Exit code 0: the stream was read to its end; 2: there were bytes, and none made a record.\n\nExamples:\n  $ holdfast decode asterix --edition 21:2.4 < recording.ast\n  $ holdfast decode ais < sentences.txt | head\n',
    )
    .action(
      async (format: string | undefined, file: string | undefined, options: DecodeOptions) => {
        if (options.list === true) {
          list(options.json === true)
          return
        }
        await decode(format, file, options)
      },
    )
}

function list(asJson: boolean): void {
  const formats = [...CODECS.values()].map(({ name, title, standards, framing, options }) => ({
    name,
    title,
    standards,
    framing,
    options,
  }))
  if (asJson) {
    printJson({ formats })
    return
  }
  for (const { name, title, standards, options } of formats) {
    process.stdout.write(`${name}: ${title}\n`)
    for (const standard of standards) process.stdout.write(`    ${standard}\n`)
    for (const [option, meaning] of Object.entries(options))
      process.stdout.write(`    --option ${option}=…  ${meaning}\n`)
  }
}

function chosen({ option, edition }: DecodeOptions): Readonly<Record<string, string>> {
  const pairs = edition === undefined ? option : [...option, `editions=${edition}`]
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new CommandRefused(`--option ${pair}: write name=value`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

async function decode(
  format: string | undefined,
  file: string | undefined,
  options: DecodeOptions,
): Promise<void> {
  const codec = CODECS.get(format ?? '')
  if (codec === undefined)
    throw new CommandRefused(
      `${format === undefined ? 'name a format' : `there is no format ${JSON.stringify(format)}`}; one of ${[...CODECS.keys()].join(', ')}`,
    )
  const given = chosen(options)
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(codec.options, name))
  if (unknown !== undefined)
    throw new CommandRefused(
      `${codec.name} has no option ${unknown}; it has ${Object.keys(codec.options).join(', ') || 'none'}`,
    )
  if (file !== undefined && !existsSync(file)) throw new CommandRefused(`there is no file ${file}`)
  if (file !== undefined && statSync(file).isDirectory())
    throw new CommandRefused(`${file} is a directory; give the path of one file`)
  const decoder = codec.decoder(given)
  if (isRefused(decoder)) throw new CommandRefused(decoder.refused)
  const counts = { bytes: 0, records: 0, rejects: {} as Record<string, number> }
  const tell = async ({ records, rejects }: Decoded<never>): Promise<void> => {
    counts.records += records.length
    let lines = ''
    for (const record of records) lines += `${JSON.stringify(codec.json(record))}\n`
    // A reader that is slower than the decoder must not cost memory.
    if (lines !== '' && !process.stdout.write(lines)) await once(process.stdout, 'drain')
    for (const reject of rejects) {
      counts.rejects[reject.reason] = (counts.rejects[reject.reason] ?? 0) + 1
      process.stderr.write(`${JSON.stringify(reject)}\n`)
    }
  }
  const input = file === undefined ? process.stdin : createReadStream(file)
  for await (const chunk of input as AsyncIterable<Buffer>) {
    counts.bytes += chunk.length
    await tell(decoder.push(chunk))
  }
  await tell(decoder.end())
  process.stderr.write(`${JSON.stringify({ summary: { format: codec.name, ...counts } })}\n`)
  if (counts.records === 0 && counts.bytes > 0) process.exitCode = 2
}

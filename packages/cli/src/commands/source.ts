import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { CoveragePeriod, Gap, Source } from '@holdfast/core/observe'
import { takesUnsigned } from '@holdfast/core/observe'
import { readSources } from '@holdfast/engine/documents'
import { decodeUtf8 } from '@holdfast/formats/observation'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, orRefuse, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'
import { addSourceHealth } from './source-health.ts'
import { addSourceSend } from './source-send.ts'

interface Common {
  readonly data: string
  readonly json?: boolean
}
interface Listed extends Source {
  readonly stands: CoveragePeriod | null
  readonly chain?: {
    readonly head: number
    readonly gaps: readonly Gap[]
    readonly raised: readonly string[]
  }
}

/** `holdfast source register|list|show|health|revoke-key|key|send`: who reports, and with which keys. */
export function addSource(program: Command): void {
  const source = program
    .command('source')
    .description('the registry: who reports, how well, with which keys, and what came of it')
  addRegister(source)
  addList(source)
  addShow(source)
  addSourceHealth(source)
  addRevokeKey(source)
  addKey(source)
  addSourceSend(source)
}

function textOf(file: string): string {
  if (!existsSync(file))
    throw new CommandRefused(`there is no file ${file}; give the path of a document of sources`)
  if (statSync(file).isDirectory())
    throw new CommandRefused(`${file} is a directory; give the path of one document`)
  const text = decodeUtf8(readFileSync(file))
  if (typeof text !== 'string') throw new CommandRefused(`${file}: ${text.refused}`)
  return text
}

function addRegister(source: Command): void {
  source
    .command('register')
    .argument('<file>', 'a YAML document with a list `sources`')
    .description(
      'register the sources of a document, all or none; one registered before is replaced',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nErrors bear line and column. docs/guides/registering-sources.md says what each key means.\n\nExample:\n  $ holdfast source register data/sources/example.yaml --data DIR\n',
    )
    .action(async (file: string, { data, json }: Common) => {
      const document = textOf(file)
      // Here its name is known; the deployment reads it again and decides.
      const { sources } = orRefuse(readSources(document, file))
      const entries = await withAccess(
        { dir: data, office: 'monitor', role: 'analyst' },
        (access) => access.command({ step: 'observe', type: 'registerSources', document }),
      )
      const registered = entries.filter(({ kind }) => kind === 'observe.source-registered').length
      const unchanged = sources.length - registered
      if (json === true) printJson({ registered, unchanged, ids: sources.map(({ id }) => id) })
      else process.stdout.write(`${registered} registered, ${unchanged} stood so already\n`)
    })
}

async function listed(data: string): Promise<readonly Listed[]> {
  const answer = await withAccess({ dir: data, office: 'monitor' }, (access) => access.sources())
  return (answer as { readonly sources: readonly Listed[] }).sources
}

const missingOf = (gaps: readonly Gap[]): number =>
  gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0)

const signing = (source: Source): string => {
  const inForce = source.keys?.filter(({ revokedMs }) => revokedMs === null).length ?? 0
  if (inForce === 0) return takesUnsigned(source) ? 'unsigned' : 'unsigned, refused'
  return takesUnsigned(source) ? 'signed or unsigned' : 'signed'
}

function addList(source: Command): void {
  source
    .command('list')
    .description('list the sources: how each stands, whether it signs, and its chain of batches')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast source list --json\n')
    .action(async ({ data, json }: Common) => {
      const sources = await listed(data)
      if (json === true) printJson({ sources })
      else
        printTable(
          'sources',
          ['source', 'title', 'nation', 'kind', 'stands', 'batches', 'head', 'missing', 'problems'],
          sources.map((one) => [
            one.id,
            one.title,
            one.nation,
            one.kind,
            one.stands?.state ?? 'unknown',
            signing(one),
            one.chain?.head ?? '',
            one.chain === undefined ? '' : missingOf(one.chain.gaps),
            one.chain?.raised.join(', ') ?? '',
          ]),
          'head: number of the latest signed batch; missing: signed batches before it that did not come',
        )
    })
}

function addShow(source: Command): void {
  source
    .command('show')
    .argument('<source>', 'its id; `holdfast source list` shows them')
    .description('show one source: calibration, keys, chain and how it stands')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast source show mast-7 --json\n')
    .action(async (id: string, { data, json }: Common) => {
      const found = (await listed(data)).find((one) => one.id === id)
      if (found === undefined)
        throw new CommandRefused(
          `there is no source ${JSON.stringify(id)} in the registry; \`holdfast source list\` shows them`,
        )
      if (json === true) printJson(found)
      else printSource(found)
    })
}

function printSource({ keys = [], chain, stands, ...source }: Listed): void {
  const { id, title, nation, kind, ...rest } = source
  process.stdout.write(`${id}: ${title} (${nation}, ${kind})\n`)
  for (const [name, value] of Object.entries(rest))
    process.stdout.write(`  ${name}: ${JSON.stringify(value)}\n`)
  process.stdout.write(
    `  stands: ${stands === null ? 'unknown; nobody said' : `${stands.state} since ${iso(stands.fromMs)}: ${stands.reason}`}\n`,
  )
  process.stdout.write(`  batches: ${signing({ keys, ...source })}\n`)
  printTable(
    'keys',
    ['key', 'in force from', 'revoked'],
    keys.map(({ keyId, fromMs, revokedMs }) => [
      keyId,
      iso(fromMs),
      revokedMs === null ? '' : iso(revokedMs),
    ]),
  )
  if (chain === undefined) return
  printTable(
    `chain, ${chain.head} the latest`,
    ['did not come', 'to'],
    chain.gaps.map(({ from, to }) => [from, to]),
    chain.raised.length === 0 ? undefined : `raised: ${chain.raised.join(', ')}`,
  )
}

function addRevokeKey(source: Command): void {
  source
    .command('revoke-key')
    .argument('<source>', 'its id')
    .argument('<key>', 'the id of the key, 64 hex digits; `holdfast source show` shows them')
    .description('revoke a key: nothing signed with it is taken from now on, and it never returns')
    .addOption(dataOption())
    .requiredOption('--reason <text>', 'why; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast source revoke-key mast-7 0f3a… --reason "the mast was opened by night"\n',
    )
    .action(async (id: string, keyId: string, options: Common & { reason: string }) => {
      const { data, json, reason } = options
      const entries = await withAccess(
        { dir: data, office: 'monitor', role: 'analyst' },
        (access) =>
          access.command({ step: 'observe', type: 'revokeKey', source: id, keyId, reason }),
      )
      if (json === true) printJson({ source: id, keyId, entry: entries[0]?.index })
      else process.stdout.write(`the key is revoked: entry ${entries[0]?.index}\n`)
    })
}

function addKey(source: Command): void {
  source
    .command('key')
    .description(
      'make a key pair for a sensor: the private key to a file, the public one on stdout',
    )
    .requiredOption(
      '--out <file>',
      'where the private key goes (PKCS#8 PEM, mode 0600); a new file',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      "\nMake it on the sensor, so that the private key never travels. Paste the line under the source's `keys:`.\n\nExample:\n  $ holdfast source key --out mast-7.pem\n",
    )
    .action(({ out, json }: { out: string; json?: boolean }) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519')
      try {
        const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
        writeFileSync(out, pem, { mode: 0o600, flag: 'wx' })
      } catch (error) {
        const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
        throw new CommandRefused(
          isThere
            ? `${out} is there already; a private key is never written over another file: name a new one`
            : `${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
      const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
      const made = {
        publicKey: bytes.toString('hex'),
        keyId: createHash('sha256').update(bytes).digest('hex'),
        from: iso(Math.floor(Date.now() / 60_000) * 60_000),
      }
      if (json === true) printJson(made)
      else
        process.stdout.write(
          `# key ${made.keyId}\n- { publicKey: '${made.publicKey}', from: ${made.from} }\n`,
        )
    })
}

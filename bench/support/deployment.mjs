/** What the benches of intake share: a server or edge in a process of its own, a login, and the journal read back. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Journal, loadOrCreateSigner, randomSalts, seededSigner } from '@holdfast/store/journal'

/** Starts `holdfast` and waits for the JSON that it prints once it runs. @param {readonly string[]} args */
export async function startHoldfast(args) {
  const child = spawn(process.execPath, ['bin/holdfast.mjs', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.trimEnd().endsWith('}')) resolve(JSON.parse(text))
    })
    child.once('exit', () => reject(new Error(`it ended: ${text}`)))
  })
  return { child, said }
}

/** @param {string} url */
export async function login(url) {
  const answer = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'bench', nation: 'ZZZ', role: 'analyst', office: 'monitor' }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}

/** @param {string} url @param {string} cookie @param {string} document */
export async function register(url, cookie, document) {
  const answer = await fetch(`${url}/api/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ step: 'observe', type: 'registerSources', document }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Sends from a process of its own; see sender.mjs. @param {object} options @returns {Promise<any>} */
export const send = (options) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bench/support/sender.mjs', JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the sender ended: ${text}`)),
    )
  })

/**
 * The sender's list against the store: every record 0 to n - 1 must stand there once. The journal is opened as a start
 * after a crash would open it. `disordered` counts records that stand before an earlier one.
 * @param {string} data @param {number} n
 */
export async function storeAgainst(data, n) {
  const { origin, seed } = JSON.parse(readFileSync(join(data, 'deployment.json'), 'utf8'))
  const signer = seed
    ? seededSigner(origin, seed)
    : await loadOrCreateSigner({ dir: data, file: 'log.key', name: origin })
  const dir = join(data, 'journal')
  const opened = await Journal.open({ dir, origin, signer, salt: randomSalts })
  if ('refused' in opened) throw new Error(opened.refused)
  const seen = new Uint8Array(n)
  let [wrong, disordered, last] = [0, 0, -1]
  for await (const entry of opened.journal.read(0)) {
    if (entry.kind !== 'observe.batch-accepted') continue
    for (const { recordId } of entry.payload.observations) {
      const at = Number(recordId.slice(2))
      if (at < n) seen[at] += 1
      else wrong += 1
      if (at < last) disordered += 1
      last = at
    }
  }
  await opened.journal.close()
  for (const times of seen) if (times !== 1) wrong += 1
  return { wrong, disordered }
}

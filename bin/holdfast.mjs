#!/usr/bin/env node
/**
 * The command `holdfast`. A shim that is committed, so that `npx holdfast` exists right after `npm ci`; the program
 * itself is built by the `prepare` script.
 */
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`holdfast needs Node 20.19 or newer; this is ${process.versions.node}\n`)
  process.exit(1)
}
const main = new URL('../packages/cli/dist/main.js', import.meta.url)
if (!existsSync(main)) {
  process.stderr.write('holdfast is not built yet: run `npm run build` first\n')
  process.exit(1)
}
await import(main.href)

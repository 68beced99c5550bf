/**
 * Goal: the two example documents work as they ship, and with each other. Method: they are read by the readers that a
 * deployment uses; each feed's source is registered and may report unsigned, and each codec takes its options.
 */
import { readFileSync } from 'node:fs'
import { takesUnsigned } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { readSources } from '@holdfast/engine/documents'
import { CODECS } from '@holdfast/formats/catalogue'
import { readWays } from '@holdfast/server/ways'
import { expect, test } from 'vitest'

const text = (path: string): string =>
  readFileSync(new URL(`../../../../data/${path}`, import.meta.url), 'utf8')
const registry = readSources(text('sources/example.yaml'), 'sources.yaml')
const intake = readWays(text('intake/example.yaml'), 'intake.yaml')
if (isRefused(registry)) throw new Error(registry.refused)
if (isRefused(intake)) throw new Error(intake.refused)
const { ways } = intake

test('every kind of way is shown, and what listens does so on the loopback address', () => {
  expect([...new Set(ways.map(({ kind }) => kind))].toSorted()).toEqual([
    'folder',
    'mqtt-broker',
    'mqtt-client',
    'nats',
    'tcp',
    'udp',
  ])
  for (const way of ways) if ('host' in way) expect(way.host).toBe('127.0.0.1')
  for (const way of ways)
    for (const url of [
      ...('url' in way ? [way.url] : []),
      ...('servers' in way ? way.servers : []),
    ])
      expect(new URL(url).hostname).toBe('127.0.0.1')
})

test('each feed has a registered source that may report unsigned, and options that its format takes', () => {
  const feeds = ways.flatMap((way) => ('feed' in way && way.feed !== null ? [way.feed] : []))
  expect(feeds.length).toBeGreaterThanOrEqual(5)
  for (const { format, options, source } of feeds) {
    const found = registry.sources.find(({ id }) => id === source)
    expect(found?.unsigned).toBe('accepted')
    expect(found && takesUnsigned(found)).toBe(true)
    expect(CODECS.get(format)?.decoder(options)).not.toHaveProperty('refused')
  }
})

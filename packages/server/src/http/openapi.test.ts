/**
 * Goal: the interface changes only on purpose. Method: the OpenAPI document against its golden file
 * (UPDATE_GOLDEN=1 rewrites it); every reference in it resolves.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createServer, type EnginePort } from './index.ts'

const GOLDEN = new URL('../../../../docs/reference/openapi.json', import.meta.url)

async function describeServer(): Promise<string> {
  const engine = { status: () => ({ projected: 0 }) } as unknown as EnginePort
  const server = await createServer(engine, {
    host: '127.0.0.1',
    port: 0,
    pageDir: null,
    basemapDir: null,
  })
  const answer = await server.app.inject({ url: '/openapi.json', headers: { host: 'localhost' } })
  await server.close()
  return `${JSON.stringify(JSON.parse(answer.body), null, 2)}\n`
}

describe('the OpenAPI document', () => {
  it('is the golden file', async () => {
    const text = await describeServer()
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, text)
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'))
  })

  it('is OpenAPI 3.1 with named components, each reference resolving', async () => {
    const text = await describeServer()
    const document = JSON.parse(text) as {
      openapi: string
      paths: object
      components: { schemas: object }
    }
    expect(document.openapi).toMatch(/^3\.1/u)
    const names = Object.keys(document.components.schemas)
    expect(names).toContain('Observation')
    expect(names.filter((name) => name.startsWith('def-'))).toEqual([])
    for (const [, name] of text.matchAll(/"\$ref": "([^"]+)"/gu))
      expect(names.map((one) => `#/components/schemas/${one}`)).toContain(name)
    expect(Object.keys(document.paths)).toContain('/api/v1/observations')
  })
})

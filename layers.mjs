/** The order of the loop. A step may use itself and the steps before it, never one after. */
export const steps = [
  'units',
  'geo',
  'nations',
  'evidence',
  'observe',
  'fuse',
  'agreement',
  'verify',
  'liaise',
  'patrol',
  'generate',
  'move',
  'respond',
  'report',
  'exercise',
]

/**
 * Which packages each package may import.
 * @type {Record<string, string[]>}
 */
export const packages = {
  core: [],
  formats: ['core'],
  store: ['core'],
  engine: ['core', 'formats', 'store'],
  server: ['core', 'formats', 'store', 'engine'],
  cli: ['core', 'formats', 'store', 'engine', 'server'],
  web: ['core', 'verifier'],
  verifier: [],
}

/**
 * Libraries that a pure package may use: small, pure themselves, for what is not ours to invent.
 * @type {Record<string, string[]>}
 */
export const libraries = {
  formats: ['cbor-x', 'saxes', '@bufbuild/protobuf', 'csv-parse', 'fflate'],
}

/**
 * Where each package runs; a pure one imports nothing but what `packages` and `libraries` list.
 * @type {Map<string, 'pure' | 'node' | 'browser'>}
 */
export const environment = new Map([
  ['core', 'pure'],
  ['formats', 'pure'],
  ['store', 'node'],
  ['engine', 'node'],
  ['server', 'node'],
  ['cli', 'node'],
  ['web', 'browser'],
  ['verifier', 'pure'],
])

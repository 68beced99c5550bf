export * from './words.ts'
export * from './sources.ts'
export * from './finding.ts'

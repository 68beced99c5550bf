export * from './words.ts'
export * from './sources.ts'

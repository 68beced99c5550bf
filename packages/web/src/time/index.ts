export * from './instants.ts'
export * from './use-now.ts'

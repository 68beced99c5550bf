export * from './client.ts'
export type * from './standing.ts'
export type * from './types.ts'

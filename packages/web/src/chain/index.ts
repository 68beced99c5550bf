export * from './chain.tsx'
export * from './events.tsx'
export * from './observations.tsx'

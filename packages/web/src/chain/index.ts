export * from './chain.tsx'
export * from './command-form.tsx'
export * from './events.tsx'
export * from './observations.tsx'

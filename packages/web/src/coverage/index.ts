export * from './signs.tsx'
export * from './strip.tsx'

export * from './features.ts'
export * from './layers.ts'
export * from './legend.tsx'
export * from './map.tsx'

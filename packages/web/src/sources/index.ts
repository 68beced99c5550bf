export * from './sources.tsx'

export * from './reliability.tsx'

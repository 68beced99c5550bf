export * from './asked.tsx'

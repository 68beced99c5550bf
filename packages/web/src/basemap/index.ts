export * from './style.ts'

export * from './movement.tsx'

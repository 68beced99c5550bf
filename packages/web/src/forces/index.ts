export * from './forces.tsx'

export * from './chance.tsx'

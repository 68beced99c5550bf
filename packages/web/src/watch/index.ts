export * from './watch.tsx'

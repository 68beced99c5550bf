export * from './frame.tsx'

export * from './app.tsx'

export * from './login.tsx'

export * from './checkpoint.ts'
export * from './verify.ts'

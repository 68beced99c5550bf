export * from './contour.ts'
export * from './plane.ts'
export * from './shapes.ts'

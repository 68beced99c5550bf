export { startFolder } from './folder.ts'
